using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Batch;

/// <summary>Time zones of the IANA database, as the system has it.</summary>
internal static class TimeZones
{
    private const int MaxPartLength = 14;

    /// <summary>The names are UTC, or paths in the database.</summary>
    public static bool Exists(string name) => name is "" or "UTC" or "Local" || TimeZoneInfo.TryFindSystemTimeZoneById(name, out _);

    /// <summary>An existing zone, named explicitly.</summary>
    public static void Check(FieldErrorList errors, FieldPath path, string? name)
    {
        if (name is null) return;
        if (name.Length == 0) errors.Reject(path, name, "timeZone must be nil or non-empty string");
        else if (name.Split('/').Any(part => !IsWellFormed(part))) errors.Reject(path, name, $"unknown time zone {name}");
        else if (name.Equals("Local", StringComparison.OrdinalIgnoreCase))
            errors.Reject(path, name, "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones");
        else if (!Exists(name)) errors.Reject(path, name, $"unknown time zone {name}");
    }

    private static bool IsWellFormed(string part) =>
        part.Length is > 0 and <= MaxPartLength && part is not ("." or "..") && part[0] != '-'
        && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '+');
}
