namespace Kybernet.ApiServer.OpenApi.Paths;

/// <summary>The media types that operations take and give.</summary>
internal static class MediaTypes
{
    public static IReadOnlyList<string> Any { get; } = ["*/*"];

    public static IReadOnlyList<string> Json { get; } = ["application/json"];

    public static IReadOnlyList<string> Objects { get; } = ["application/json", "application/yaml", "application/vnd.kubernetes.protobuf"];

    /// <summary>A list, or a watch on it.</summary>
    public static IReadOnlyList<string> Streams { get; } =
        [.. Objects, "application/json;stream=watch", "application/vnd.kubernetes.protobuf;stream=watch"];

    public static IReadOnlyList<string> Log { get; } = ["text/plain", .. Objects];

    public static IReadOnlyList<string> Patches { get; } =
    [
        "application/json-patch+json", "application/merge-patch+json", "application/strategic-merge-patch+json",
        "application/apply-patch+yaml",
    ];
}
