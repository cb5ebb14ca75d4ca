namespace Kybernet.ApiServer.Registry.DynamicResources;

/// <summary>The form of semver.org 2.0.0: <c>1.2.3-alpha.1+build</c>.</summary>
internal static class SemanticVersion
{
    public static bool IsValid(string version)
    {
        var plus = version.IndexOf('+', StringComparison.Ordinal);
        if (plus >= 0 && !version[(plus + 1)..].Split('.').All(IsWord)) return false;
        var core = plus < 0 ? version : version[..plus];
        var dash = core.IndexOf('-', StringComparison.Ordinal);
        if (dash >= 0 && !core[(dash + 1)..].Split('.').All(part => IsWord(part) && (!part.All(char.IsAsciiDigit) || IsNumber(part)))) return false;
        var numbers = (dash < 0 ? core : core[..dash]).Split('.');
        return numbers.Length == 3 && numbers.All(IsNumber);
    }

    private static bool IsWord(string part) => part.Length > 0 && part.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    /// <summary>Digits without a zero before them.</summary>
    private static bool IsNumber(string part) =>
        part.Length > 0 && part.All(char.IsAsciiDigit) && (part.Length == 1 || part[0] != '0');
}
