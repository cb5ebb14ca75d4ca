using System.Text;
using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.ConfigMaps;

/// <summary>Keys, size and immutability of a ConfigMap. Upstream: <c>ValidateConfigMap</c>, <c>ValidateConfigMapUpdate</c>.</summary>
internal static class ConfigMapRules
{
    /// <summary>The most bytes of data a ConfigMap or Secret holds, keys not counted.</summary>
    public const int MaxDataBytes = 1024 * 1024;

    public const string SealedField = "field is immutable when `immutable` is set";

    private static readonly FieldPath s_data = FieldPath.Of("data");
    private static readonly FieldPath s_binaryData = FieldPath.Of("binaryData");

    public static void Check(ConfigMap map, FieldErrorList errors)
    {
        long size = 0;
        foreach (var (key, value) in map.Data)
        {
            errors.AddInvalid(s_data.Key(key), key, Identifiers.IsConfigMapKey(key));
            if (map.BinaryData.ContainsKey(key))
                errors.Add(FieldError.Invalid(s_data.Key(key), key, "duplicate of key present in binaryData"));
            size += Encoding.UTF8.GetByteCount(value);
        }

        foreach (var (key, value) in map.BinaryData)
        {
            errors.AddInvalid(s_binaryData.Key(key), key, Identifiers.IsConfigMapKey(key));
            size += value.Length;
        }

        // The field without a name stands for the whole object.
        if (size > MaxDataBytes) errors.Add(FieldError.TooLong(FieldPath.Of(""), MaxDataBytes));
    }

    /// <summary>The change of a ConfigMap that was immutable: it stays so, with the data it has.</summary>
    public static void CheckUnchanged(ConfigMap map, ConfigMap old, FieldErrorList errors)
    {
        if (map.Immutable != true) errors.Add(FieldError.Forbidden(FieldPath.Of("immutable"), SealedField));
        if (map.Data != old.Data) errors.Add(FieldError.Forbidden(s_data, SealedField));
        if (map.BinaryData != old.BinaryData) errors.Add(FieldError.Forbidden(s_binaryData, SealedField));
    }
}
