using System.Text;
using Kybernet.Api;
using Kybernet.ApiServer.Tables;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Objects;

namespace Kybernet.ApiServer.Tests.Tables;

/// <summary>Prints objects given as JSON, at noon of a day; what was created at 11:00 that day is 60m old.</summary>
internal static class TableRows
{
    public static readonly TablePrinters Printers = TablePrinters.Create();

    private static readonly Scheme s_scheme = ApiScheme.Create();

    private static readonly DateTimeOffset s_now = new(2030, 1, 15, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The cells after the first, with bars between them.</summary>
    public static string Of(string json) => string.Join('|', All(json).Split('|').Skip(1));

    public static string All(string json)
    {
        var value = Read(json);
        var printer = Printers.Find(value.Gvk);
        var cells = printer.Cells(value, s_now);
        Assert.Equal(printer.Columns.Count, cells.Count);
        return string.Join('|', cells.Select(cell => cell.AsString() ?? cell.ToString()));
    }

    public static IObject Read(string json)
    {
        var decoded = ObjectJson.Decode(Encoding.UTF8.GetBytes(json), s_scheme, DecodeOptions.Default, strict: true);
        Assert.NotNull(decoded.Value);
        return (IObject)decoded.Value;
    }

    /// <summary>An object created an hour ago; <paramref name="body"/> holds the members after its metadata.</summary>
    public static string Object(string apiVersion, string kind, string body, string metadata = "") => $$"""
        {"apiVersion":"{{apiVersion}}","kind":"{{kind}}",
        "metadata":{"name":"a","creationTimestamp":"2030-01-15T11:00:00Z"{{(metadata.Length > 0 ? "," + metadata : "")}}}
        {{(body.Length > 0 ? "," + body : "")}}}
        """;
}
