using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>Rules of paths in containers, in volumes and on nodes.</summary>
internal static class PathRules
{
    /// <summary>A relative path that does not leave its directory.</summary>
    public static void LocalDescending(FieldErrorList errors, FieldPath path, string value)
    {
        if (value.StartsWith('/')) errors.Reject(path, value, "must be a relative path");
        NoBacksteps(errors, path, value);
    }

    /// <summary>As <see cref="LocalDescending"/>, and the name does not begin with two dots: those are the kubelet's own.</summary>
    public static void LocalNonReserved(FieldErrorList errors, FieldPath path, string value)
    {
        LocalDescending(errors, path, value);
        if (value.StartsWith("..", StringComparison.Ordinal) && !value.StartsWith("../", StringComparison.Ordinal))
            errors.Reject(path, value, "must not start with '..'");
    }

    /// <summary>No element of the path is <c>..</c>.</summary>
    public static void NoBacksteps(FieldErrorList errors, FieldPath path, string value)
    {
        if (HasBacksteps(value)) errors.Reject(path, value, "must not contain '..'");
    }

    public static bool HasBacksteps(string value)
    {
        foreach (var range in value.AsSpan().Split('/'))
            if (value.AsSpan()[range] is "..") return true;
        return false;
    }

    /// <summary>The permission bits of a file.</summary>
    public static void FileMode(FieldErrorList errors, FieldPath path, int? mode)
    {
        if (mode is < 0 or > 0x1FF) errors.Reject(path, mode.Value, "must be a number between 0 and 0777 (octal), both inclusive");
    }
}
