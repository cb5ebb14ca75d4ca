namespace Kybernet.Kubelet.Images;

/// <summary>Names of images. Pure.</summary>
/// <remarks>Upstream: distribution/reference, ParseNormalizedNamed; pkg/util/parsers.</remarks>
internal static class ImageNames
{
    /// <summary>With registry and tag: <c>busybox</c> is <c>docker.io/library/busybox:latest</c>.</summary>
    /// <returns>Null when the name is not one.</returns>
    public static string? Normalize(string image)
    {
        if (image.Length == 0 || image.Any(static c => !char.IsAsciiLetterOrDigit(c) && !"._-/:@[]".Contains(c, StringComparison.Ordinal))) return null;
        var slash = image.IndexOf('/', StringComparison.Ordinal);
        var first = slash < 0 ? "" : image[..slash];
        var isRegistry = first.Contains('.', StringComparison.Ordinal) || first.Contains(':', StringComparison.Ordinal) || first == "localhost";
        var full = isRegistry ? image : slash < 0 ? $"docker.io/library/{image}" : $"docker.io/{image}";
        var path = full[(full.IndexOf('/', StringComparison.Ordinal) + 1)..];
        var name = path.Split('@')[0];
        var repository = name.Contains(':', StringComparison.Ordinal) ? name[..name.IndexOf(':', StringComparison.Ordinal)] : name;
        if (repository.Length == 0 || repository.Any(char.IsAsciiLetterUpper)) return null;
        return path.Contains(':', StringComparison.Ordinal) || path.Contains('@', StringComparison.Ordinal) ? full : $"{full}:latest";
    }
}
