using Kybernet.Machinery.Kinds;

namespace Kybernet.ApiServer.OpenApi.Paths;

/// <summary>One method of a path.</summary>
internal sealed record ApiOperation
{
    /// <summary>The HTTP method in lower case.</summary>
    public required string Method { get; init; }

    public required string Id { get; init; }

    public required string Tag { get; init; }

    public required string Description { get; init; }

    public IReadOnlyList<ApiParameter> Parameters { get; init; } = [];

    /// <summary>The definition of the request's body; null without one.</summary>
    public string? Body { get; init; }

    public bool IsBodyRequired { get; init; } = true;

    public IReadOnlyList<string> Consumes { get; init; } = [];

    public IReadOnlyList<string> Produces { get; init; } = [];

    /// <summary>The definition of the answer; null for a plain string.</summary>
    public string? Answer { get; init; }

    /// <summary>The status codes the answer comes with, but 401.</summary>
    public IReadOnlyList<int> Codes { get; init; } = [200];

    /// <summary><c>x-kubernetes-action</c>; "" for operations that are not about a resource.</summary>
    public string Action { get; init; } = "";

    /// <summary><c>x-kubernetes-group-version-kind</c>.</summary>
    public GroupVersionKind Gvk { get; init; }

    public IEnumerable<string> References => new[] { Body, Answer }.OfType<string>();
}
