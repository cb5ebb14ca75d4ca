using Kybernet.ApiServer.Tables;
using Kybernet.ApiServer.Tables.Custom;
using Kybernet.Machinery.Dynamic;
using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Tests.Tables;

public class CustomPrinterTests
{
    private static readonly DateTimeOffset s_now = new(2030, 1, 15, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("string", ".spec.text", "\"t\"")]
    [InlineData("string", ".spec.n", "\"3\"")]
    [InlineData("string", ".spec.on", "\"true\"")]
    [InlineData("string", ".spec.list", "\"[\\\"x\\\"]\"")]
    [InlineData("string", ".spec.missing", "null")]
    [InlineData("string", ".kind", "\"Widget\"")]
    [InlineData("integer", ".spec.n", "3")]
    [InlineData("integer", ".spec.half", "0")]
    [InlineData("integer", ".spec.text", "null")]
    [InlineData("number", ".spec.half", "0.5")]
    [InlineData("boolean", ".spec.on", "true")]
    [InlineData("boolean", ".spec.n", "null")]
    [InlineData("date", ".metadata.creationTimestamp", "\"60m\"")]
    [InlineData("date", ".spec.text", "\"\\u003cinvalid\\u003e\"")]
    [InlineData("date", ".spec.n", "null")]
    public void Cells_Column_ShowsItsType(string type, string path, string expected)
    {
        var printer = new CustomPrinter([new() { Name = "C", Type = type, JsonPath = path }]);
        Assert.Equal(["Name", "C"], printer.Columns.Select(column => column.Name));
        Assert.Equal(expected, printer.Cells(Widget(), s_now)[1].ToString());
    }

    [Fact]
    public void Columns_None_IsTheAge()
    {
        var printer = new CustomPrinter(default);
        Assert.Equal([("Name", "string"), ("Age", "date")], printer.Columns.Select(column => (column.Name, column.Type)));
        Assert.Equal(["w", "60m"], printer.Cells(Widget(), s_now).Select(cell => cell.AsString()));
    }

    [Fact]
    public void Columns_Stated_KeepPriorityAndFormat()
    {
        var printer = new CustomPrinter([new() { Name = "C", Type = "integer", Format = "int32", JsonPath = ".spec.n", Priority = 1 }]);
        Assert.Equal(
            new TableColumn("C", "integer", "int32", "Custom resource definition column (in JSONPath format): .spec.n", 1), printer.Columns[1]);
    }

    private static DynamicObject Widget() => DynamicObject.Decode("""
        {"apiVersion":"example.com/v1","kind":"Widget","metadata":{"name":"w","creationTimestamp":"2030-01-15T11:00:00Z"},
        "spec":{"text":"t","n":3,"half":0.5,"on":true,"list":["x"]}}
        """u8, DecodeOptions.Default).Value!;
}
