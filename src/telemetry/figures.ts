import type {
  ChangeQueueFigures,
  HostFigures,
  QueueFigures,
  UserSigFigures,
} from '../domain/figures.ts';

/** How the service stands at the moment. */
export interface Figures {
  readonly changes: ChangeQueueFigures;
  readonly reads: QueueFigures;
  readonly hosts: readonly HostFigures[];
  readonly userSig: UserSigFigures;
  /** Whether it takes operations. */
  readonly isReady: boolean;
  /** HTTP requests with operations that are not answered yet. */
  readonly requestsUnderWay: number;
}
