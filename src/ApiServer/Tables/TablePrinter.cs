using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Objects;

namespace Kybernet.ApiServer.Tables;

/// <summary>A printer of one kind.</summary>
public abstract class TablePrinter<T>(ListOf<TableColumn> columns) : ITablePrinter
    where T : class, IObject
{
    public ListOf<TableColumn> Columns { get; } = columns;

    public virtual Comparison<IObject>? Order => null;

    /// <exception cref="ArgumentException">The object is of another kind.</exception>
    public ListOf<JsonValue> Cells(IObject value, DateTimeOffset now) => Row(Cast(value), now);

    public ListOf<TableRowCondition> Conditions(IObject value) => RowConditions(Cast(value));

    protected abstract ListOf<JsonValue> Row(T value, DateTimeOffset now);

    protected virtual ListOf<TableRowCondition> RowConditions(T value) => default;

    private static T Cast(IObject value) =>
        value as T ?? throw new ArgumentException($"a printer of {typeof(T).Name} was given a {value.Gvk}", nameof(value));
}
