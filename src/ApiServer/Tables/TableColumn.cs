namespace Kybernet.ApiServer.Tables;

/// <summary>One column of a Table. Upstream: <c>meta/v1 TableColumnDefinition</c>.</summary>
/// <param name="Name">The heading.</param>
/// <param name="Type">An OpenAPI type: <c>string</c>, <c>integer</c>, …</param>
/// <param name="Format">An OpenAPI format, or empty; <c>name</c> marks the column that names the object.</param>
/// <param name="Description">For people.</param>
/// <param name="Priority">0 is always shown, more only in the wide form.</param>
public sealed record TableColumn(string Name, string Type, string Format, string Description, int Priority = 0);
