namespace Kybernet.Store.Tests.Histories;

/// <summary>Bugs put into a store to see the checker find them.</summary>
public enum StoreBug
{
    LostWrite,
    WriteDoneTwice,
    StaleRead,
    LostKeyInList,
    DeleteInParts,
    ConditionIgnored,
    EventLost,
    EventRepeated,
    MarkAheadOfEvents,
}
