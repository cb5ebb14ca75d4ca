using System.Diagnostics.CodeAnalysis;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry;

/// <summary>Watches over fields of which exactly one may be set: the sources of a volume, the actions of a probe.</summary>
/// <param name="errors">Takes what is found.</param>
/// <param name="path">The path of the value whose fields they are.</param>
/// <param name="more">What is said of a second one.</param>
internal sealed class OnlyOne(FieldErrorList errors, FieldPath path, string more)
{
    /// <summary>How many were set.</summary>
    public int Count { get; private set; }

    /// <summary>
    /// True for the first field that is set, whose rules are to be checked; a further one is forbidden and not looked into.
    /// </summary>
    /// <param name="value">The field's value.</param>
    /// <param name="field">What the error about a second one calls the field.</param>
    public bool Takes([NotNullWhen(true)] object? value, string field)
    {
        if (value is null) return false;
        if (++Count == 1) return true;
        errors.Forbid(path.Child(field), more);
        return false;
    }

    /// <summary>Demands that one was set.</summary>
    public void Demand(string detail)
    {
        if (Count == 0) errors.Demand(path, detail);
    }
}
