using Kybernet.ApiServer.Discovery;
using Kybernet.ApiServer.OpenApi.Definitions;
using Kybernet.Machinery.Kinds;

namespace Kybernet.ApiServer.OpenApi.Paths;

/// <summary>
/// The paths of one resource and its subresources. Upstream: <c>apiserver/pkg/endpoints/installer.go</c>, which makes the routes.
/// </summary>
internal sealed class ResourcePaths
{
    private const string Status = "io.k8s.apimachinery.pkg.apis.meta.v1.Status";
    private const string WatchEvent = "io.k8s.apimachinery.pkg.apis.meta.v1.WatchEvent";
    private const string DeleteOptions = "io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions";
    private const string Meta = "meta.v1.";

    private readonly ServedResource _resource;
    private readonly DefinitionSet _definitions;
    private readonly OptionParameters _options;
    private readonly SortedDictionary<string, List<ApiOperation>> _paths = new(StringComparer.Ordinal);
    private readonly string _root;
    private readonly string _kind;
    private readonly string _namespaced;
    private readonly ApiParameter[] _outer;

    private ResourcePaths(ServedResource resource, DefinitionSet definitions, OptionParameters options)
    {
        _resource = resource;
        _definitions = definitions;
        _options = options;
        _root = (resource.GroupVersion.Group.Length == 0 ? "/api/" : "/apis/") + resource.GroupVersion.ToApiVersion();
        _kind = resource.Kind;
        _namespaced = resource.IsNamespaced ? "Namespaced" : "";
        _outer = resource.IsNamespaced ? [OptionParameters.Namespace] : [];
    }

    private string Collection => (_resource.IsNamespaced ? "/namespaces/{namespace}/" : "/") + _resource.Plural;

    public static IEnumerable<ApiPath> Of(ServedResource resource, DefinitionSet definitions, OptionParameters options)
    {
        var paths = new ResourcePaths(resource, definitions, options);
        paths.AddResource();
        foreach (var sub in resource.Subresources) paths.AddSubresource(sub);
        return paths._paths.Select(path => new ApiPath(path.Key, path.Value));
    }

    private void AddResource()
    {
        var verbs = _resource.Verbs;
        var item = Collection + "/{name}";
        var definition = _definitions.NameOf(_resource.Gvk);
        ApiParameter[] named = [.. _outer, OptionParameters.Name(_kind)];
        var (lists, watches) = (verbs.Contains("list"), verbs.Contains("watch"));
        if (lists) AddList(Collection, _namespaced, "", _outer, watches);
        if (verbs.Contains("create")) AddCreate(Collection, _outer, definition, _resource.Gvk, "");
        if (verbs.Contains("deletecollection")) AddDeleteCollection();
        if (lists && watches) AddWatch(Collection, _namespaced, "List", _outer);
        if (verbs.Contains("get")) AddGet(item, named, definition, _resource.Gvk, "");
        if (verbs.Contains("update")) AddReplace(item, named, definition, _resource.Gvk, "");
        if (verbs.Contains("patch")) AddPatch(item, named, definition, _resource.Gvk, "");
        if (verbs.Contains("delete")) AddDelete(item, named, definition);
        if (watches) AddWatch(item, _namespaced, "", named);
        if (!_resource.IsNamespaced) return;
        if (lists) AddList("/" + _resource.Plural, "", "ForAllNamespaces", [], watches);
        if (lists && watches) AddWatch("/" + _resource.Plural, "", "ListForAllNamespaces", []);
    }

    private void AddSubresource(ServedSubresource sub)
    {
        var path = Collection + "/{name}/" + sub.Name;
        ApiParameter[] named = [.. _outer, OptionParameters.Name(sub.Gvk.Kind)];
        if (sub.Gvk.Kind.EndsWith("Options", StringComparison.Ordinal))
        {
            AddConnect(path, named, sub);
            return;
        }

        var definition = _definitions.NameOf(sub.Gvk);
        if (sub is { Name: "log", Gvk.Kind: "Pod" }) AddLog(path, named, sub);
        else if (sub.Verbs.Contains("get")) AddGet(path, named, definition, sub.Gvk, sub.Name);
        if (sub.Verbs.Contains("create")) AddCreate(path, named, definition, sub.Gvk, sub.Name);
        if (sub.Verbs.Contains("update")) AddReplace(path, named, definition, sub.Gvk, sub.Name);
        if (sub.Verbs.Contains("patch")) AddPatch(path, named, definition, sub.Gvk, sub.Name);
    }

    private void AddList(string path, string namespaced, string suffix, ApiParameter[] outer, bool watches) => Add(path, new()
    {
        Method = "get",
        Id = Id("list", namespaced + _kind + suffix),
        Tag = OperationNames.Tag(_resource.GroupVersion),
        Description = $"{(watches ? "list or watch" : "list")} objects of kind {_kind}",
        Parameters = [.. outer, OptionParameters.Pretty, .. _options.Of(Meta + "ListOptions")],
        Consumes = MediaTypes.Any,
        Produces = MediaTypes.Streams,
        Answer = _definitions.NameOf(_resource.GroupVersion.WithKind(_resource.ListKind)),
        Action = "list",
        Gvk = _resource.Gvk,
    });

    private void AddCreate(string path, ApiParameter[] outer, string definition, GroupVersionKind gvk, string sub) => Add(path, new()
    {
        Method = "post",
        Id = Id("create", _namespaced + _kind + OperationNames.Title(sub)),
        Tag = OperationNames.Tag(_resource.GroupVersion),
        Description = $"create {(sub.Length == 0 ? "" : sub + " of ")}{OperationNames.WithArticle(_kind)}",
        Parameters = [.. outer, OptionParameters.Pretty, .. _options.Of(Meta + "CreateOptions")],
        Body = definition,
        Consumes = MediaTypes.Any,
        Produces = MediaTypes.Objects,
        Answer = definition,
        Codes = [200, 201, 202],
        Action = "post",
        Gvk = gvk,
    });

    private void AddDeleteCollection() => Add(Collection, new()
    {
        Method = "delete",
        Id = Id("delete", "collection" + _namespaced + _kind),
        Tag = OperationNames.Tag(_resource.GroupVersion),
        Description = "delete collection of " + _kind,
        Parameters =
        [
            .. _outer, OptionParameters.Pretty, .. _options.Of(Meta + "DeleteOptions"),
            .. _options.Of(Meta + "ListOptions").Where(option => option.Name is not ("watch" or "allowWatchBookmarks")),
        ],
        Body = DeleteOptions,
        IsBodyRequired = false,
        Consumes = MediaTypes.Any,
        Produces = MediaTypes.Objects,
        Answer = Status,
        Action = "deletecollection",
        Gvk = _resource.Gvk,
    });

    private void AddGet(string path, ApiParameter[] named, string definition, GroupVersionKind gvk, string sub) => Add(path, new()
    {
        Method = "get",
        Id = Id("read", _namespaced + _kind + OperationNames.Title(sub)),
        Tag = OperationNames.Tag(_resource.GroupVersion),
        Description = $"read {Of(sub)}the specified {_kind}",
        Parameters = [.. named, OptionParameters.Pretty],
        Consumes = MediaTypes.Any,
        Produces = MediaTypes.Objects,
        Answer = definition,
        Action = "get",
        Gvk = gvk,
    });

    private void AddLog(string path, ApiParameter[] named, ServedSubresource sub) => Add(path, new()
    {
        Method = "get",
        Id = Id("read", _namespaced + _kind + OperationNames.Title(sub.Name)),
        Tag = OperationNames.Tag(_resource.GroupVersion),
        Description = $"read {Of(sub.Name)}the specified {_kind}",
        Parameters = [.. named, OptionParameters.Pretty, .. _options.Of("core.v1.PodLogOptions")],
        Consumes = MediaTypes.Any,
        Produces = MediaTypes.Log,
        Action = "get",
        Gvk = sub.Gvk,
    });

    private void AddReplace(string path, ApiParameter[] named, string definition, GroupVersionKind gvk, string sub) => Add(path, new()
    {
        Method = "put",
        Id = Id("replace", _namespaced + _kind + OperationNames.Title(sub)),
        Tag = OperationNames.Tag(_resource.GroupVersion),
        Description = $"replace {Of(sub)}the specified {_kind}",
        Parameters = [.. named, OptionParameters.Pretty, .. _options.Of(Meta + "UpdateOptions")],
        Body = definition,
        Consumes = MediaTypes.Any,
        Produces = MediaTypes.Objects,
        Answer = definition,
        Codes = [200, 201],
        Action = "put",
        Gvk = gvk,
    });

    private void AddPatch(string path, ApiParameter[] named, string definition, GroupVersionKind gvk, string sub) => Add(path, new()
    {
        Method = "patch",
        Id = Id("patch", _namespaced + _kind + OperationNames.Title(sub)),
        Tag = OperationNames.Tag(_resource.GroupVersion),
        Description = $"partially update {Of(sub)}the specified {_kind}",
        Parameters = [.. named, OptionParameters.Pretty, .. _options.Of(Meta + "PatchOptions")],
        Body = FixedDefinition.Patch,
        Consumes = MediaTypes.Patches,
        Produces = MediaTypes.Objects,
        Answer = definition,
        Codes = [200, 201],
        Action = "patch",
        Gvk = gvk,
    });

    private void AddDelete(string path, ApiParameter[] named, string definition) => Add(path, new()
    {
        Method = "delete",
        Id = Id("delete", _namespaced + _kind),
        Tag = OperationNames.Tag(_resource.GroupVersion),
        Description = "delete " + OperationNames.WithArticle(_kind),
        Parameters = [.. named, OptionParameters.Pretty, .. _options.Of(Meta + "DeleteOptions")],
        Body = DeleteOptions,
        IsBodyRequired = false,
        Consumes = MediaTypes.Any,
        Produces = MediaTypes.Objects,
        Answer = DeleteAnswers.IsDeletedObject(_resource.GroupVersion.Group, _resource.Plural) ? definition : Status,
        Codes = [200, 202],
        Action = "delete",
        Gvk = _resource.Gvk,
    });

    private void AddWatch(string path, string namespaced, string suffix, ApiParameter[] outer) => Add("/watch" + path, new()
    {
        Method = "get",
        Id = Id("watch", namespaced + _kind + suffix),
        Tag = OperationNames.Tag(_resource.GroupVersion),
        Description = suffix.Length > 0
            ? $"watch individual changes to a list of {_kind}. deprecated: use the 'watch' parameter with a list operation instead."
            : $"watch changes to an object of kind {_kind}. deprecated: use the 'watch' parameter with a list operation instead, "
                + "filtered to a single item with the 'fieldSelector' parameter.",
        Parameters = [.. outer, OptionParameters.Pretty, .. _options.Of(Meta + "ListOptions")],
        Consumes = MediaTypes.Any,
        Produces = MediaTypes.Streams,
        Answer = WatchEvent,
        Action = suffix.Length > 0 ? "watchlist" : "watch",
        Gvk = _resource.Gvk,
    });

    private void AddConnect(string path, ApiParameter[] named, ServedSubresource sub)
    {
        var isProxy = sub.Name == "proxy";
        string[] methods = isProxy ? ["delete", "get", "head", "options", "patch", "post", "put"] : ["get", "post"];
        foreach (var method in methods)
        {
            Add(path, Connect(method, named, sub, ""));
            if (isProxy) Add(path + "/{path}", Connect(method, [.. named, OptionParameters.PathSegments], sub, "WithPath"));
        }
    }

    private ApiOperation Connect(string method, ApiParameter[] named, ServedSubresource sub, string suffix) => new()
    {
        Method = method,
        Id = Id("connect", OperationNames.Title(method) + _namespaced + _kind + OperationNames.Title(sub.Name) + suffix),
        Tag = OperationNames.Tag(_resource.GroupVersion),
        Description = $"connect {method.ToUpperInvariant()} requests to {sub.Name} of {_kind}",
        Parameters = [.. named, .. _options.Of("core.v1." + sub.Gvk.Kind)],
        Consumes = MediaTypes.Any,
        Produces = MediaTypes.Any,
        Action = "connect",
        Gvk = sub.Gvk,
    };

    private void Add(string path, ApiOperation operation)
    {
        if (!_paths.TryGetValue(_root + path, out var operations)) _paths[_root + path] = operations = [];
        operations.Add(operation);
    }

    private string Id(string verb, string rest) => OperationNames.Id(_resource.GroupVersion, verb, rest);

    private static string Of(string sub) => sub.Length == 0 ? "" : sub + " of ";
}
