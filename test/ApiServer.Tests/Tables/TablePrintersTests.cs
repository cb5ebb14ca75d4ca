using Kybernet.ApiServer.Tables;

namespace Kybernet.ApiServer.Tests.Tables;

public class TablePrintersTests
{
    [Theory]
    [InlineData("", "v1", "Pod", "Name Ready Status Restarts Age", "IP Node Nominated_Node Readiness_Gates")]
    [InlineData("", "v1", "Service", "Name Type Cluster-IP External-IP Port(s) Age", "Selector")]
    [InlineData("", "v1", "Node", "Name Status Roles Age Version", "Internal-IP External-IP OS-Image Kernel-Version Container-Runtime")]
    [InlineData("", "v1", "Event", "Last_Seen Type Reason Object Message", "Subobject Source First_Seen Count Name")]
    [InlineData("apps", "v1", "Deployment", "Name Ready Up-to-date Available Age", "Containers Images Selector")]
    [InlineData("batch", "v1", "Job", "Name Status Completions Duration Age", "Containers Images Selector")]
    [InlineData("rbac.authorization.k8s.io", "v1", "ClusterRole", "Name Created_At", "")]
    [InlineData("example.com", "v1", "Widget", "Name Created_At", "")]
    public void Find_Kind_HasUpstreamsColumns(string group, string version, string kind, string shown, string wide)
    {
        var columns = TableRows.Printers.Find(new(group, version, kind)).Columns;
        Assert.Equal((shown, wide), (Names(columns, 0), Names(columns, 1)));
        Assert.Equal("name", Assert.Single(columns, column => column.Name == "Name").Format);
        Assert.All(columns, column => Assert.NotEmpty(column.Description));
    }

    [Fact]
    public void Cells_OtherKind_Throws() => Assert.Throws<ArgumentException>(() =>
        TableRows.Printers.Find(new("", "v1", "Pod")).Cells(TableRows.Read(TableRows.Object("v1", "Secret", "")), DateTimeOffset.UnixEpoch));

    private static string Names(IEnumerable<TableColumn> columns, int priority) =>
        string.Join(' ', columns.Where(column => column.Priority == priority).Select(column => column.Name.Replace(' ', '_')));
}
