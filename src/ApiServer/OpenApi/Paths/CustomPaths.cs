using Kybernet.ApiServer.Discovery;
using Kybernet.ApiServer.OpenApi.Definitions;

namespace Kybernet.ApiServer.OpenApi.Paths;

/// <summary>
/// The paths of one custom resource: fewer than a built-in resource has, and with fewer media types.
/// Upstream: <c>apiextensions-apiserver/pkg/controller/openapi/builder</c>.
/// </summary>
internal sealed class CustomPaths(ServedResource resource, DefinitionSet definitions, OptionParameters options)
{
    private const string Status = "io.k8s.apimachinery.pkg.apis.meta.v1.Status";
    private const string DeleteOptions = "io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions";

    private static readonly string[] s_forms = ["application/json", "application/yaml"];
    private static readonly string[] s_patches =
        ["application/json-patch+json", "application/merge-patch+json", "application/apply-patch+yaml"];

    private readonly string _namespaced = resource.IsNamespaced ? "Namespaced" : "";
    private readonly ApiParameter[] _outer = resource.IsNamespaced ? [OptionParameters.Namespace] : [];

    private ApiParameter[] Named => [.. _outer, OptionParameters.Name(resource.Kind)];

    public IEnumerable<ApiPath> Build()
    {
        var root = "/apis/" + resource.GroupVersion.ToApiVersion();
        var collection = root + (resource.IsNamespaced ? "/namespaces/{namespace}/" : "/") + resource.Plural;
        var kind = definitions.NameOf(resource.Gvk);
        if (resource.IsNamespaced) yield return new(root + "/" + resource.Plural, [List("list", resource.Kind + "ForAllNamespaces", [])]);
        yield return new(collection, [List("list", _namespaced + resource.Kind, _outer), Create(kind), DeleteAll()]);
        yield return new(collection + "/{name}", [Read(kind, ""), Replace(kind, ""), Delete(), Patch(kind, "")]);
        for (var i = 0; i < resource.Subresources.Count; i++)
        {
            var sub = resource.Subresources[i];
            var definition = definitions.NameOf(sub.Gvk);
            yield return new(
                $"{collection}/{{name}}/{sub.Name}",
                [Read(definition, sub.Name), Replace(definition, sub.Name), Patch(definition, sub.Name)]);
        }
    }

    private ApiOperation List(string verb, string rest, ApiParameter[] outer) => Operation("get", verb, rest, "list") with
    {
        Description = "list objects of kind " + resource.Kind,
        Parameters = [.. outer, OptionParameters.Pretty, .. options.Of("meta.v1.ListOptions")],
        Answer = definitions.NameOf(resource.GroupVersion.WithKind(resource.ListKind)),
    };

    private ApiOperation Create(string kind) => Operation("post", "create", _namespaced + resource.Kind, "post") with
    {
        Description = "create " + OperationNames.WithArticle(resource.Kind),
        Parameters = [.. _outer, OptionParameters.Pretty, .. options.Of("meta.v1.CreateOptions")],
        Body = kind,
        Answer = kind,
        Codes = [200, 201, 202],
    };

    private ApiOperation DeleteAll() => Operation("delete", "delete", "collection" + _namespaced + resource.Kind, "deletecollection") with
    {
        Description = "delete collection of " + resource.Kind,
        Parameters = [.. _outer, OptionParameters.Pretty, .. options.Of("meta.v1.ListOptions")],
        Answer = Status,
    };

    private ApiOperation Read(string definition, string sub) => Operation("get", "read", Rest(sub), "get") with
    {
        Description = $"read {Of(sub)}the specified {resource.Kind}",
        Parameters = [.. Named, OptionParameters.Pretty, .. options.Of("meta.v1.GetOptions")],
        Answer = definition,
    };

    private ApiOperation Replace(string definition, string sub) => Operation("put", "replace", Rest(sub), "put") with
    {
        Description = $"replace {Of(sub)}the specified {resource.Kind}",
        Parameters = [.. Named, OptionParameters.Pretty, .. options.Of("meta.v1.UpdateOptions")],
        Body = definition,
        Answer = definition,
        Codes = [200, 201],
    };

    private ApiOperation Delete() => Operation("delete", "delete", Rest(""), "delete") with
    {
        Description = "delete " + OperationNames.WithArticle(resource.Kind),
        Parameters = [.. Named, OptionParameters.Pretty, .. options.Of("meta.v1.DeleteOptions")],
        Body = DeleteOptions,
        IsBodyRequired = false,
        Answer = Status,
        Codes = [200, 202],
    };

    private ApiOperation Patch(string definition, string sub) => Operation("patch", "patch", Rest(sub), "patch") with
    {
        Description = $"partially update {Of(sub)}the specified {resource.Kind}",
        Parameters = [.. Named, OptionParameters.Pretty, .. options.Of("meta.v1.PatchOptions")],
        Body = FixedDefinition.Patch,
        Consumes = s_patches,
        Answer = definition,
    };

    private ApiOperation Operation(string method, string verb, string rest, string action) => new()
    {
        Method = method,
        Id = OperationNames.Id(resource.GroupVersion, verb, rest),
        Tag = OperationNames.Tag(resource.GroupVersion),
        Description = "",
        Consumes = s_forms,
        Produces = s_forms,
        Action = action,
        Gvk = resource.Gvk,
    };

    private string Rest(string sub) => _namespaced + resource.Kind + OperationNames.Title(sub);

    private static string Of(string sub) => sub.Length == 0 ? "" : sub + " of ";
}
