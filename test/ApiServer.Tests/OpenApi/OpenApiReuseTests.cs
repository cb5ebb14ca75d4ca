using Kybernet.Api;
using Kybernet.ApiServer.Discovery;
using Kybernet.ApiServer.OpenApi;
using Kybernet.ApiServer.OpenApi.Documents;
using Kybernet.Machinery.Schema;

namespace Kybernet.ApiServer.Tests.OpenApi;

public class OpenApiReuseTests
{
    private static readonly SchemaModel s_schema = ApiSchema.Create();

    [Fact]
    public void Build_AfterAnother_TakesOverWhatIsUnchanged()
    {
        var first = Build(null, "Widget");
        var second = Build(first, "Widget", "Gadget");
        Assert.Same(first.Find("apis/apps/v1"), second.Find("apis/apps/v1"));
        Assert.Same(first.Find("version"), second.Find("version"));
        Assert.NotSame(first.Find("apis/example.com/v1"), second.Find("apis/example.com/v1"));
        Assert.NotEqual(first.Find("apis/example.com/v1")!.Hash, second.Find("apis/example.com/v1")!.Hash);
        Assert.NotEqual(first.V2.Hash, second.V2.Hash);
        Assert.Same(second.Find("apis/example.com/v1"), Build(second, "Widget", "Gadget").Find("apis/example.com/v1"));
    }

    [Fact]
    public void Build_ResourcesGone_DropsTheirDocument() => Assert.Null(Build(Build(null, "Widget")).Find("apis/example.com/v1"));

    private static OpenApiDocuments Build(OpenApiDocuments? previous, params string[] kinds)
    {
        var custom = kinds.Select(kind => new CustomKind { Gvk = new("example.com", "v1", kind), ListKind = kind + "List", Plural = Plural(kind) });
        var resources = kinds.Select(kind => new ServedResource
        {
            GroupVersion = new("example.com", "v1"),
            Plural = Plural(kind),
            Singular = "",
            Kind = kind,
            ListKind = kind + "List",
            Verbs = ["get"],
        });
        return OpenApiDocuments.Build(s_schema, [.. BuiltInResources.From(s_schema), .. resources], "v1.36.0", [.. custom], previous);
    }

    private static string Plural(string kind) => kind.ToLowerInvariant() + "s";
}
