using System.Globalization;
using System.Numerics;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Expressions.Values;

/// <summary>A semantic version. Upstream: <c>library/semverlib.go</c>; specification: semver.org.</summary>
internal sealed record SemverValue(ulong Major, ulong Minor, ulong Patch, string Prerelease) : IForeignValue
{
    public string Type => "kubernetes.Semver";

    /// <param name="text">The version.</param>
    /// <param name="isLenient">A <c>v</c> in front, leading zeros, and parts left out are taken too.</param>
    public static SemverValue? Parse(string text, bool isLenient = false)
    {
        if (isLenient && text.StartsWith('v')) text = text[1..];
        var build = text.IndexOf('+', StringComparison.Ordinal);
        var rest = build < 0 ? text : text[..build];
        if (build >= 0 && !text[(build + 1)..].Split('.').All(IsIdentifier)) return null;
        var dash = rest.IndexOf('-', StringComparison.Ordinal);
        var prerelease = dash < 0 ? "" : rest[(dash + 1)..];
        if (dash >= 0 && !prerelease.Split('.').All(static part => IsIdentifier(part) && !HasLeadingZero(part))) return null;
        var numbers = (dash < 0 ? rest : rest[..dash]).Split('.').ToList();
        if (isLenient && dash < 0 && build < 0)
            while (numbers.Count < 3) numbers.Add("0");
        if (numbers.Count != 3) return null;
        var parts = new ulong[3];
        for (var i = 0; i < 3; i++)
        {
            if (!isLenient && HasLeadingZero(numbers[i])) return null;
            if (!ulong.TryParse(numbers[i], NumberStyles.None, CultureInfo.InvariantCulture, out parts[i])) return null;
        }

        return new(parts[0], parts[1], parts[2], prerelease);
    }

    public static Evaluated Read(string text, bool isLenient) =>
        Parse(text, isLenient) is { } version ? Evaluated.Of(version) : Evaluated.Fail("No Major.Minor.Patch elements found");

    public Evaluated? Call(string method, ListOf<JsonValue> arguments) => (method, arguments) switch
    {
        ("major", []) => Evaluated.Of((long)Major),
        ("minor", []) => Evaluated.Of((long)Minor),
        ("patch", []) => Evaluated.Of((long)Patch),
        ("compareTo", [var other]) when other.AsForeign() is SemverValue version => Evaluated.Of(Compare(version)),
        ("isGreaterThan", [var other]) when other.AsForeign() is SemverValue version => Evaluated.Of(Compare(version) > 0),
        ("isLessThan", [var other]) when other.AsForeign() is SemverValue version => Evaluated.Of(Compare(version) < 0),
        _ => null,
    };

    private int Compare(SemverValue other)
    {
        var order = (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));
        if (order != 0 || Prerelease == other.Prerelease) return Math.Sign(order);
        // What comes before a release is less than the release.
        if (Prerelease.Length == 0 || other.Prerelease.Length == 0) return Prerelease.Length == 0 ? 1 : -1;
        var (left, right) = (Prerelease.Split('.'), other.Prerelease.Split('.'));
        for (var i = 0; i < Math.Min(left.Length, right.Length) && order == 0; i++) order = ComparePart(left[i], right[i]);
        return order != 0 ? Math.Sign(order) : Math.Sign(left.Length - right.Length);
    }

    private static int ComparePart(string left, string right) => (IsNumber(left), IsNumber(right)) switch
    {
        (true, true) => BigInteger.Parse(left, CultureInfo.InvariantCulture).CompareTo(BigInteger.Parse(right, CultureInfo.InvariantCulture)),
        (true, false) => -1,
        (false, true) => 1,
        _ => string.CompareOrdinal(left, right),
    };

    private static bool HasLeadingZero(string part) => part.Length > 1 && part[0] == '0' && IsNumber(part);

    private static bool IsNumber(string part) => part.All(char.IsAsciiDigit);

    private static bool IsIdentifier(string part) => part.Length > 0 && part.All(static c => char.IsAsciiLetterOrDigit(c) || c == '-');
}
