namespace Kybernet.Store.Protocol;

/// <summary>The texts by which etcd's clients and servers know errors apart (api/v3rpc/rpctypes/error.go).</summary>
internal static class EtcdMessages
{
    public const string EmptyKey = "etcdserver: key is not provided";
    public const string KeyNotFound = "etcdserver: key not found";
    public const string ValueProvided = "etcdserver: value is provided";
    public const string LeaseProvided = "etcdserver: lease is provided";
    public const string TooManyOperations = "etcdserver: too many operations in txn request";
    public const string DuplicateKey = "etcdserver: duplicate key given in txn request";
    public const string InvalidSortOption = "etcdserver: invalid sort option";
    public const string Compacted = "etcdserver: mvcc: required revision has been compacted";
    public const string FutureRevision = "etcdserver: mvcc: required revision is a future revision";
    public const string NoSpace = "etcdserver: mvcc: database space exceeded";
    public const string LeaseNotFound = "etcdserver: requested lease not found";
    public const string LeaseExists = "etcdserver: lease already exists";
    public const string LeaseTtlTooLarge = "etcdserver: too large lease TTL";
    public const string RequestTooLarge = "etcdserver: request is too large";
    public const string TooManyRequests = "etcdserver: too many requests";
    public const string NoLeader = "etcdserver: no leader";
    public const string Stopped = "etcdserver: server stopped";
    public const string TimedOut = "etcdserver: request timed out";
    public const string Unhealthy = "etcdserver: unhealthy cluster";
    public const string Corrupt = "etcdserver: corrupt cluster";
    public const string NotSupportedForLearner = "etcdserver: rpc not supported for learner";
    public const string MemberNotFound = "etcdserver: member not found";
    public const string BadLeaderTransferee = "etcdserver: bad leader transferee";
}
