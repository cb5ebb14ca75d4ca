using System.Globalization;
using System.Text;
using Kybernet.Api.ApiExtensions.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.ApiExtensions;

/// <summary>One version of a custom resource, and the versions stored. Upstream: <c>validateCustomResourceDefinitionVersion</c>.</summary>
internal static class VersionRules
{
    public static void Validate(
        FieldErrorList errors, FieldPath path, CustomResourceDefinitionVersion version, bool hasStatus, DefinitionTolerance tolerance)
    {
        if (version.DeprecationWarning is { } warning)
            ValidateWarning(errors, path.Child("deprecationWarning"), warning, version.Deprecated);
        RootSchemaRules.Validate(errors, path.Child("schema"), version.Schema, hasStatus, tolerance);
        SubresourceRules.Validate(errors, path.Child("subresources"), version.Subresources);
        PrinterColumnRules.Validate(errors, path.Child("additionalPrinterColumns"), version.AdditionalPrinterColumns);
        if (version.SelectableFields.IsEmpty) return;
        var at = path.Child("selectableFields");
        if (version.Schema?.OpenAPIV3Schema is not { } schema)
            errors.Add(FieldError.Invalid(at, "", "may only be set when `version.schema.openAPIV3Schema` is not included"));
        else
            SelectableFieldRules.Validate(
                errors, at, version.SelectableFields, schema, tolerance.TooManySelectableFields.Contains(version.Name));
    }

    /// <summary>A version objects were stored in stays until a migration has removed it from the status.</summary>
    public static void ValidateStored(
        FieldErrorList errors, FieldPath path, ListOf<string> stored, ListOf<CustomResourceDefinitionVersion> versions)
    {
        var shown = FieldValue.JsonStrings(stored);
        if (stored.IsEmpty)
        {
            errors.Add(FieldError.Invalid(path, shown, "must have at least one stored version"));
            return;
        }

        foreach (var version in versions)
            if (version.Storage && !stored.Contains(version.Name))
                errors.Add(FieldError.Invalid(path, shown, "must have the storage version " + version.Name));
        for (var i = 0; i < stored.Count; i++)
        {
            var name = stored[i];
            if (versions.Any(version => version.Name == name)) continue;
            errors.Add(FieldError.Invalid(
                path.Index(i), name,
                $"missing from spec.versions; {name} was previously a storage version, and must remain in spec.versions until a "
                + $"storage migration ensures no data remains persisted in {name} and removes {name} from status.storedVersions"));
        }
    }

    private static void ValidateWarning(FieldErrorList errors, FieldPath path, string warning, bool isDeprecated)
    {
        var shown = FieldValue.JsonString(warning);
        if (!isDeprecated)
        {
            errors.Add(FieldError.Invalid(path, shown, "can only be set for deprecated versions"));
            return;
        }

        if (Encoding.UTF8.GetByteCount(warning) > 256) errors.Add(FieldError.Invalid(path, shown, "must be <= 256 characters long"));
        if (warning.Length == 0) errors.Add(FieldError.Invalid(path, shown, "must not be an empty string"));
        var index = 0;
        foreach (var rune in warning.EnumerateRunes())
        {
            if (!IsPrintable(rune))
            {
                errors.Add(FieldError.Invalid(
                    path, shown,
                    $"must only contain printable UTF-8 characters; non-printable character found at index {index}"));
                return;
            }

            index += rune.Utf8SequenceLength;
        }
    }

    private static bool IsPrintable(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator);
}
