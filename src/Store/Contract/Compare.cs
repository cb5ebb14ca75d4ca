using Kybernet.Base;

namespace Kybernet.Store;

/// <summary>One condition of a transaction: <c>target(key) relation operand</c>.</summary>
/// <remarks>
/// A missing key has create revision, mod revision, version and lease 0, and no value: comparing its value is false whatever
/// the relation. A condition over a range holds when it holds for each key of the range; over a range without keys, when
/// it would hold for a missing key. (etcd: applyCompares.)
/// </remarks>
public sealed record Compare(KeyRange Keys, CompareTarget Target, CompareRelation Relation)
{
    /// <summary>The operand when the target is a number: a revision, a version, a lease id.</summary>
    public long Number { get; init; }

    /// <summary>The operand when the target is the value.</summary>
    public Bytes Value { get; init; }

    public static Compare ModRevision(Bytes key, CompareRelation relation, Revision revision) =>
        new(KeyRange.Single(key), CompareTarget.ModRevision, relation) { Number = revision.Value };

    public static Compare CreateRevision(Bytes key, CompareRelation relation, Revision revision) =>
        new(KeyRange.Single(key), CompareTarget.CreateRevision, relation) { Number = revision.Value };

    public static Compare Version(Bytes key, CompareRelation relation, long version) =>
        new(KeyRange.Single(key), CompareTarget.Version, relation) { Number = version };

    public static Compare LeaseOf(Bytes key, CompareRelation relation, LeaseId lease) =>
        new(KeyRange.Single(key), CompareTarget.Lease, relation) { Number = lease.Value };

    public static Compare ValueOf(Bytes key, CompareRelation relation, Bytes value) =>
        new(KeyRange.Single(key), CompareTarget.Value, relation) { Value = value };
}
