namespace Kybernet.Store.Mvcc;

/// <summary>Is shown the keys of a range in order.</summary>
internal interface IKeyVisitor
{
    void Visit(KeyHistory history);
}
