using Kybernet.Machinery.Json;
using System.Runtime.InteropServices;

namespace Kybernet.ApiServer.Http;

/// <summary><c>/version</c>. Upstream: <c>version.Info</c>; the Go names are kept because clients read them.</summary>
internal static class VersionDocument
{
    public static byte[] Of(ServerVersion version)
    {
        using var json = new JsonWriter();
        json.Raw("{\n"u8);
        Member(json, "major"u8, version.Major, isFirst: true);
        Member(json, "minor"u8, version.Minor);
        Member(json, "emulationMajor"u8, version.Major);
        Member(json, "emulationMinor"u8, version.Minor);
        Member(json, "minCompatibilityMajor"u8, version.Major);
        Member(json, "minCompatibilityMinor"u8,
            (int.Parse(version.Minor, System.Globalization.CultureInfo.InvariantCulture) - 1).ToString(System.Globalization.CultureInfo.InvariantCulture));
        Member(json, "gitVersion"u8, version.GitVersion);
        Member(json, "gitCommit"u8, version.GitCommit);
        Member(json, "gitTreeState"u8, version.GitTreeState);
        Member(json, "buildDate"u8, version.BuildDate);
        Member(json, "goVersion"u8, RuntimeInformation.FrameworkDescription);
        Member(json, "compiler"u8, "dotnet");
        Member(json, "platform"u8, version.Platform);
        json.Raw("\n}"u8);
        return json.Written.ToArray();
    }

    private static void Member(JsonWriter json, ReadOnlySpan<byte> name, string value, bool isFirst = false)
    {
        json.Raw(isFirst ? "  \""u8 : ",\n  \""u8);
        json.Raw(name);
        json.Raw("\": "u8);
        json.String(value);
    }
}
