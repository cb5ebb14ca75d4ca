using System.Text;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Objects;

namespace Kybernet.Api.Tests;

public class TableTests
{
    [Fact]
    public void Table_OfMixedCells_IsWrittenAsUpstream()
    {
        var table = new Table
        {
            Metadata = new() { ResourceVersion = "9" },
            ColumnDefinitions = [new() { Name = "Name", Type = "string", Format = "name", Description = "d" }],
            Rows = [new() { Cells = ["web", 3, true, JsonValue.Null], Conditions = [new() { Type = "Completed", Status = "True" }] }],
        };
        Assert.Equal(
            """{"kind":"Table","apiVersion":"meta.k8s.io/v1","metadata":{"resourceVersion":"9"},"columnDefinitions":["""
            + """{"name":"Name","type":"string","format":"name","description":"d","priority":0}],"""
            + """ "rows":[{"cells":["web",3,true,null],"conditions":[{"type":"Completed","status":"True"}],"object":null}]}""".TrimStart(),
            Encoding.UTF8.GetString(ObjectJson.Encode(table)));
    }

    [Fact]
    public void Table_Empty_HasNullLists() => Assert.Equal(
        """{"kind":"Table","apiVersion":"meta.k8s.io/v1","metadata":{},"columnDefinitions":null,"rows":null}""",
        Encoding.UTF8.GetString(ObjectJson.Encode(Table.Empty)));
}
