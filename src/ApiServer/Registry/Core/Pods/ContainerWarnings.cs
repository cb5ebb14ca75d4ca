using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>Amounts of bytes with a fraction, and variables that hide others.</summary>
internal static class ContainerWarnings
{
    public static void Check(FieldPath path, PodSpec spec, ICollection<string> warnings)
    {
        foreach (var (container, at) in PodContainers.All(spec, path))
        {
            Fractions(at.Child("resources").Child("limits"), container.Resources.Limits, warnings);
            Fractions(at.Child("resources").Child("requests"), container.Resources.Requests, warnings);
            Variables(at.Child("env"), container.Env, warnings);
        }
    }

    /// <summary>Memory and storage come in whole bytes.</summary>
    public static void Fractions(FieldPath path, MapOf<Quantity> amounts, ICollection<string> warnings)
    {
        Fraction(path, "memory", amounts, warnings);
        Fraction(path, "ephemeral-storage", amounts, warnings);
    }

    public static void Fraction(FieldPath path, string name, MapOf<Quantity> amounts, ICollection<string> warnings)
    {
        if (amounts.TryGetValue(name, out var amount) && amount.MilliValue() % 1000 != 0)
            warnings.Add($"{path.Key(name)}: fractional byte value {QuotedText.Of(amount.ToString())} is invalid, must be an integer");
    }

    /// <summary>A variable may be given twice if the second builds on the first.</summary>
    private static void Variables(FieldPath path, ListOf<EnvVar> variables, ICollection<string> warnings)
    {
        var seen = new MetNames();
        for (var i = 0; i < variables.Count; i++)
        {
            var variable = variables[i];
            if (seen.Add(variable.Name)) continue;
            var reference = $"$({variable.Name})";
            var builds = variable.ValueFrom is null && variable.Value != reference
                && variable.Value.Contains(reference, StringComparison.Ordinal);
            if (!builds)
                warnings.Add(
                    $"{path.Index(i)}: hides previous definition of {QuotedText.Of(variable.Name)}, which may be dropped when using apply");
        }
    }
}
