using Kybernet.Machinery.Collections;

namespace Kybernet.Machinery.Validation;

/// <summary>
/// Checks of ports and of user and group ids. Each returns what is wrong, in upstream's words; an absent list, without
/// allocating, when nothing is.
/// </summary>
public static class Numbers
{
    public static ListOf<string> IsInRange(long value, long min, long max) =>
        value >= min && value <= max ? default : [ValidationMessages.InclusiveRange(min, max)];

    public static ListOf<string> IsValidPortNum(long port) => IsInRange(port, 1, 65535);

    public static ListOf<string> IsValidGroupId(long groupId) => IsInRange(groupId, 0, int.MaxValue);

    public static ListOf<string> IsValidUserId(long userId) => IsInRange(userId, 0, int.MaxValue);

    /// <summary>The name of a port as IANA gives them (RFC 6335), lower case only. Several rules can be broken at once.</summary>
    public static ListOf<string> IsValidPortName(string name)
    {
        ListOf<string> problems = default;
        if (ByteLength.Exceeds(name, 15)) problems = [ValidationMessages.MaxLengthInCharacters(15)];
        if (!NameScanner.IsPortCharacters(name))
            problems = problems.Add("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
        if (!NameScanner.HasLowerLetter(name)) problems = problems.Add("must contain at least one letter (a-z)");
        if (name.Contains("--", StringComparison.Ordinal)) problems = problems.Add("must not contain consecutive hyphens");
        if (name.StartsWith('-') || name.EndsWith('-')) problems = problems.Add("must not begin or end with a hyphen");
        return problems;
    }
}
