namespace Kybernet.Store.Mvcc;

/// <summary>Consecutive event sequences, both ends included.</summary>
internal readonly record struct SequenceRange(long First, long Last)
{
    public long Count => Last - First + 1;
}
