namespace Kybernet.ApiServer.Tables;

/// <summary>A condition of a row. Upstream: <c>meta/v1 TableRowCondition</c>.</summary>
/// <param name="Type"><c>Completed</c> is the only one there is.</param>
/// <param name="Status"><c>True</c>, <c>False</c> or <c>Unknown</c>.</param>
public sealed record TableRowCondition(string Type, string Status, string Reason, string Message);
