using System.Text.RegularExpressions;

namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>Names of images, as far as defaults depend on them. Upstream: <c>ParseImageName</c> of <c>pkg/util/parsers</c>.</summary>
internal static partial class ImageReferences
{
    /// <summary>The policy for an image when none is given: a tag that moves is pulled always.</summary>
    public static string DefaultPullPolicy(string image) =>
        IsLatest(image) ? Api.Core.V1.PullPolicy.Always : Api.Core.V1.PullPolicy.IfNotPresent;

    /// <summary>The tag is <c>latest</c>, or there is neither tag nor digest. A text that names no image has no tag at all.</summary>
    public static bool IsLatest(string image)
    {
        var match = Reference().Match(image);
        if (!match.Success || Identifier().IsMatch(image)) return false;
        return match.Groups["tag"] is { Success: true } tag ? tag.ValueSpan is "latest" : !match.Groups["digest"].Success;
    }

    // A domain, path components, a tag, a digest: the grammar of github.com/distribution/reference.
    [GeneratedRegex(
        @"\A(?:(?:(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(?:\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*"
        + @"|\[[a-fA-F0-9:]+\])(?::[0-9]+)?/)?[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*"
        + @"(?::(?<tag>[a-zA-Z0-9_][a-zA-Z0-9_.-]{0,127}))?"
        + @"(?:@(?<digest>[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}))?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Reference();

    [GeneratedRegex(@"\A[a-f0-9]{64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Identifier();
}
