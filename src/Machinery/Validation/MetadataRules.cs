using System.Globalization;
using System.Text;
using Kybernet.Machinery.Collections;

namespace Kybernet.Machinery.Validation;

/// <summary>
/// The rules of the parts of an object's metadata. Maps are walked in the order of their keys, where upstream's order is
/// random. Upstream: <c>api/validation/objectmeta.go</c>, <c>apis/meta/v1/validation/validation.go</c>.
/// </summary>
public static class MetadataRules
{
    /// <summary>256 KiB, over all keys and values.</summary>
    public const int TotalAnnotationSizeLimitBytes = 256 * 1024;

    public const int FieldManagerMaxLength = 128;

    public const string FinalizerOrphanDependents = "orphan";
    public const string FinalizerDeleteDependents = "foregroundDeletion";

    public static void Labels(FieldErrorList errors, FieldPath path, MapOf<string> labels)
    {
        foreach (var (key, value) in labels)
        {
            LabelName(errors, path, key);
            errors.AddInvalid(path, value, QualifiedNames.IsValidLabelValue(value));
        }
    }

    /// <summary>The key of a label, of a label selector, or the type of a condition.</summary>
    public static void LabelName(FieldErrorList errors, FieldPath path, string name)
    {
        if (QualifiedNames.IsQualifiedName(name) is { IsEmpty: false } problems) errors.AddInvalid(path, name, problems);
    }

    /// <summary>Keys are qualified names in which upper case is allowed everywhere; values are free, within the total size.</summary>
    public static void Annotations(FieldErrorList errors, FieldPath path, MapOf<string> annotations)
    {
        long size = 0;
        foreach (var (key, value) in annotations)
        {
            if (QualifiedNames.IsQualifiedName(LowerCase.Of(key)) is { IsEmpty: false } problems) errors.AddInvalid(path, key, problems);
            size += Encoding.UTF8.GetByteCount(key) + Encoding.UTF8.GetByteCount(value);
        }

        if (size > TotalAnnotationSizeLimitBytes) errors.Add(FieldError.TooLong(path, TotalAnnotationSizeLimitBytes));
    }

    public static void FinalizerName(FieldErrorList errors, FieldPath path, string finalizer)
    {
        if (QualifiedNames.IsQualifiedName(finalizer) is { IsEmpty: false } problems) errors.AddInvalid(path, finalizer, problems);
    }

    /// <summary>Every finalizer is a qualified name, and dependents are not to be both orphaned and deleted.</summary>
    public static void Finalizers(FieldErrorList errors, FieldPath path, ListOf<string> finalizers)
    {
        foreach (var finalizer in finalizers) FinalizerName(errors, path, finalizer);
        if (finalizers.Contains(FinalizerOrphanDependents) && finalizers.Contains(FinalizerDeleteDependents))
            errors.Add(FieldError.Invalid(
                path, FieldValue.JsonStrings(finalizers),
                $"finalizer {FinalizerOrphanDependents} and {FinalizerDeleteDependents} cannot be both set"));
    }

    /// <summary>The rule for an object that is being deleted: finalizers may only go.</summary>
    public static void NoNewFinalizers(FieldErrorList errors, FieldPath path, ListOf<string> newFinalizers, ListOf<string> oldFinalizers)
    {
        SortedSet<string>? added = null;
        foreach (var finalizer in newFinalizers)
            if (!oldFinalizers.Contains(finalizer)) (added ??= new(Utf8Order.Comparer)).Add(finalizer);
        if (added is null) return;
        var shown = string.Join(", ", added.Select(QuotedText.Of));
        errors.Add(FieldError.Forbidden(
            path, $"no new finalizers can be added if the object is being deleted, found new finalizers []string{{{shown}}}"));
    }

    public static void NonNegative(FieldErrorList errors, FieldPath path, long value)
    {
        if (value < 0) errors.Add(FieldError.Invalid(path, value, ValidationMessages.NotNegative));
    }

    /// <summary>At most 128 bytes, all printable; positions are in bytes of UTF-8. Empty is unset, and fine.</summary>
    public static void FieldManager(FieldErrorList errors, FieldPath path, string manager)
    {
        if (ByteLength.Exceeds(manager, FieldManagerMaxLength)) errors.Add(FieldError.TooLong(path, FieldManagerMaxLength));
        if (NameScanner.IsPrintableAscii(manager)) return;
        var position = 0;
        foreach (var rune in manager.EnumerateRunes())
        {
            if (!QuotedText.IsPrintable(rune))
                errors.Add(FieldError.Invalid(
                    path, manager,
                    string.Create(CultureInfo.InvariantCulture, $"invalid character U+{rune.Value:X4} (at position {position})")));
            position += rune.Utf8SequenceLength;
        }
    }
}
