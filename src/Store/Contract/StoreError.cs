using Kybernet.Base;

namespace Kybernet.Store;

/// <summary>Why the store did not do what was asked. Expected failures are these values; only broken invariants throw.</summary>
/// <remarks>After any of them except <see cref="Unavailable"/> with an unknown outcome, the store is as if the request had not been made.</remarks>
public abstract record StoreError
{
    private StoreError()
    {
    }

    /// <summary>What was wrong and what to do, for a person.</summary>
    public abstract string Message { get; }

    public sealed override string ToString() => Message;

    /// <summary>History before <paramref name="CompactedRevision"/> is gone: list again at a newer revision, then watch from there.</summary>
    /// <param name="CompactedRevision">The oldest revision that can still be read.</param>
    public sealed record Compacted(Revision CompactedRevision) : StoreError
    {
        public override string Message => $"the revision asked for is older than {CompactedRevision}, to which history has been compacted";
    }

    /// <summary>The revision asked for has not happened yet.</summary>
    public sealed record FutureRevision(Revision Requested, Revision Current) : StoreError
    {
        public override string Message => $"revision {Requested} is in the future: the store is at {Current}";
    }

    /// <summary>The store cannot do this now, and may be able to later.</summary>
    /// <param name="Reason">What stands in the way.</param>
    /// <param name="Detail">What was wrong, where, and what to do.</param>
    /// <param name="OutcomeUnknown">True when the request may nevertheless have taken effect, or take effect after a restart.</param>
    public sealed record Unavailable(UnavailableReason Reason, string Detail, bool OutcomeUnknown = false) : StoreError
    {
        public override string Message => Detail;
    }

    /// <summary>No such lease: it expired, was revoked, or never was.</summary>
    public sealed record LeaseNotFound(LeaseId Lease) : StoreError
    {
        public override string Message => $"lease {Lease} does not exist";
    }

    /// <summary>The lease id asked for is taken.</summary>
    public sealed record LeaseExists(LeaseId Lease) : StoreError
    {
        public override string Message => $"lease {Lease} already exists";
    }

    /// <summary>A put that keeps the value or the lease of its key found no such key.</summary>
    public sealed record KeyNotFound(Bytes Key) : StoreError
    {
        public override string Message => $"key '{Key}' does not exist, so it has no value or lease to keep";
    }

    /// <summary>A request, or a transaction's number of operations, is over its limit.</summary>
    /// <param name="What">What is too large: "request", "operations".</param>
    /// <param name="Actual">How large it is.</param>
    /// <param name="Limit">How large it may be.</param>
    public sealed record TooLarge(string What, long Actual, long Limit) : StoreError
    {
        public override string Message => $"{What}: {Actual} is over the limit of {Limit}";
    }

    /// <summary>The request is wrong in itself: an empty key, a key written twice in one transaction, a time to live out of bounds.</summary>
    public sealed record Invalid(string Detail) : StoreError
    {
        public override string Message => Detail;
    }
}
