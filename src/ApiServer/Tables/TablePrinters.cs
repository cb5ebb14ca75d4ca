using System.Collections.Frozen;
using Kybernet.Machinery.Kinds;

namespace Kybernet.ApiServer.Tables;

/// <summary>The printers of all kinds; a kind without one of its own is shown by name and age.</summary>
public sealed class TablePrinters(FrozenDictionary<GroupVersionKind, ITablePrinter> printers, ITablePrinter other)
{
    public static TablePrinters BuiltIn() => new(FrozenDictionary<GroupVersionKind, ITablePrinter>.Empty, new NameAndAge());

    public ITablePrinter Find(GroupVersionKind kind) => printers.GetValueOrDefault(kind, other);
}
