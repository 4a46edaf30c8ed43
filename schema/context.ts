import type { GraphQLResolveInfo } from 'graphql';
import type { AdminsOutcome, Changed, Failure } from '../src/domain/outcome.ts';

/** A change that succeeded, and the read of its group that its payload asks for. */
export interface AnsweredSuccess extends Changed {
  readonly admins: Promise<AdminsOutcome | undefined> | undefined;
}

export type AnsweredChange = AnsweredSuccess | Failure;

/** What resolvers may use; one for each operation. */
export interface Context {
  /** The outcomes of the changes that the mutation field of `info` asks for, in order. */
  changes(info: GraphQLResolveInfo): Promise<AnsweredChange>[];
  /**
   * However often a group is asked for, it is read once.
   * @param id of the group, as it was asked for
   * @param path where it stands, counted from the field's arguments
   */
  admins(id: string, path: readonly string[]): Promise<AdminsOutcome>;
}
