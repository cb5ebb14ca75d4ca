using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Objects;

namespace Kybernet.ApiServer.Tables;

/// <summary>
/// The columns of a kind and the cells of an object, as <c>kubectl get</c> shows them.
/// Upstream: <c>pkg/printers/internalversion</c>.
/// </summary>
public interface ITablePrinter
{
    ListOf<TableColumn> Columns { get; }

    /// <summary>One cell a column: a string, integer, boolean, or null.</summary>
    /// <param name="value">An object of the printer's kind.</param>
    /// <param name="now">For ages.</param>
    ListOf<JsonValue> Cells(IObject value, DateTimeOffset now);

    /// <summary>In which order a list is shown; null for kinds that keep the list's own.</summary>
    Comparison<IObject>? Order => null;

    /// <summary>What the row's <c>conditions</c> say: clients hide rows that are Completed when asked to. Absent for most kinds.</summary>
    ListOf<TableRowCondition> Conditions(IObject value) => default;
}
