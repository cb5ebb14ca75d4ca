namespace Kybernet.ApiServer.OpenApi.Paths;

/// <summary>One path with its operations, at most one a method.</summary>
internal sealed record ApiPath(string Path, IReadOnlyList<ApiOperation> Operations)
{
    /// <summary>The parameters that all operations share: as upstream, they are written once, with the path.</summary>
    public IReadOnlyList<ApiParameter> Shared { get; } = Operations[0].Parameters
        .Where(parameter => Operations.All(operation => operation.Parameters.Any(parameter.HasNameOf)))
        .OrderBy(parameter => parameter.Name, StringComparer.Ordinal).ThenBy(parameter => parameter.In, StringComparer.Ordinal).ToList();

    public IEnumerable<ApiParameter> Own(ApiOperation operation) => operation.Parameters
        .Where(parameter => !Shared.Any(parameter.HasNameOf)).OrderBy(parameter => parameter.Name, StringComparer.Ordinal);
}

/// <summary>A parameter in the path or the query.</summary>
internal sealed record ApiParameter(string Name, string In, string Type, string Description)
{
    public bool IsRequired => In == "path";

    public bool HasNameOf(ApiParameter other) => Name == other.Name && In == other.In;
}
