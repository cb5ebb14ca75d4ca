using System.Text;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Storage;

/// <summary>What classes hand to a driver: its name and opaque parameters. Upstream: <c>pkg/apis/storage/validation</c>.</summary>
internal static class StorageParameterRules
{
    private const int MaxParameters = 512;
    private const int MaxBytes = 256 * 1024;

    /// <summary>The name of a driver is a qualified name, upper or lower case; that it is there is the schema's rule.</summary>
    public static void Driver(FieldErrorList errors, FieldPath path, string driver)
    {
        if (driver.Length == 0) return;
        var name = driver.ToLowerInvariant();
        errors.AddInvalid(path, name, QualifiedNames.IsQualifiedName(name));
    }

    /// <summary>At most 512 parameters and 256 KiB of keys and values.</summary>
    public static void Parameters(FieldErrorList errors, FieldPath path, MapOf<string> parameters, bool allowEmpty)
    {
        if (parameters.Count > MaxParameters)
        {
            errors.Add(FieldError.TooLong(path, MaxParameters));
            return;
        }

        if (parameters.ContainsKey("")) errors.Add(FieldError.Invalid(path, "", "field can not be empty."));
        if (SizeOf(parameters) > MaxBytes) errors.Add(FieldError.TooLong(path, MaxBytes));
        if (!allowEmpty && parameters.IsEmpty) errors.Add(FieldError.Required(path, "must contain at least one key/value pair"));
    }

    /// <summary>The bytes of UTF-8 of all keys and values.</summary>
    public static long SizeOf(MapOf<string> parameters)
    {
        long size = 0;
        foreach (var (key, value) in parameters) size += Encoding.UTF8.GetByteCount(key) + Encoding.UTF8.GetByteCount(value);
        return size;
    }
}
