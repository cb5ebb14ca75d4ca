namespace Kybernet.Store;

/// <summary>What of a key a condition looks at.</summary>
public enum CompareTarget
{
    Version,
    CreateRevision,
    ModRevision,
    Value,
    Lease,
}
