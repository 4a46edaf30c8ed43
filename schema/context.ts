import type { GraphQLResolveInfo } from 'graphql';
import type { GroupId } from '../src/domain/admins-change.ts';
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
  /** However often a group is asked for, it is read once. */
  admins(groupId: GroupId): Promise<AdminsOutcome>;
}
