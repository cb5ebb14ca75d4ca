using System.Text;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Statuses;

namespace Kybernet.ApiServer.Http;

/// <summary>Why a body is not the object a path asks for, in upstream's words: <c>transformDecodeError</c> of <c>endpoints/handlers/rest.go</c>.</summary>
internal static class DecodeProblem
{
    // How much of a body that nobody can read is shown.
    private const int MostShown = 30;

    /// <summary>The kind of the body could not be found out.</summary>
    public static ApiError Unrecognized(GroupVersionKind expected, string problem, ReadOnlySpan<byte> body) =>
        ApiError.BadRequest($"the object provided is unrecognized (must be of type {expected.Kind}): {problem} ({Summary(body)})");

    /// <summary>The kind is known, the rest is wrong.</summary>
    public static ApiError Unhandled(GroupVersionKind named, GroupVersionKind expected, string problem) =>
        ApiError.BadRequest($"{named.Kind} in version \"{named.Version}\" cannot be handled as a {expected.Kind}: {problem}");

    /// <summary>It is an object, but of another kind.</summary>
    public static ApiError Mismatch(GroupVersionKind given, GroupVersionKind expected) =>
        given.Kind == expected.Kind
            ? ApiError.BadRequest(
                $"the API version in the data ({given.ToApiVersion()}) does not match the expected API version ({expected.ToApiVersion()})")
            : Unhandled(given, expected, NoConversion(given, expected));

    public static string NoConversion(GroupVersionKind given, GroupVersionKind expected) =>
        $"converting ({given.Version}.{given.Kind}) to ({PackageOf(expected.Group)}.{expected.Kind}): unknown conversion";

    public static string NotRegistered(GroupVersionKind kind) =>
        $"no kind \"{kind.Kind}\" is registered for version \"{kind.ToApiVersion()}\" in scheme \"pkg/api/legacyscheme/scheme.go:30\"";

    /// <summary>The bytes are no JSON at all.</summary>
    public static bool IsSyntax(string problem) =>
        problem.StartsWith("invalid character ", StringComparison.Ordinal) || problem == "unexpected end of JSON input";

    /// <summary>Where upstream keeps the form of a group's kinds that all versions are converted to.</summary>
    private static string PackageOf(string group) => group is "" or "events.k8s.io" ? "core" : group.Split('.')[0];

    /// <summary>Upstream: <c>summarizeData</c>.</summary>
    private static string Summary(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty) return "<empty>";
        var start = body.Length > MostShown ? body[..MostShown] : body;
        var shown = body[0] == '{' ? Encoding.UTF8.GetString(start) : Convert.ToHexStringLower(start);
        return body.Length > MostShown ? $"{shown} ..." : shown;
    }
}
