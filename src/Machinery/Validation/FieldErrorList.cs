using System.Collections;
using Kybernet.Machinery.Collections;

namespace Kybernet.Machinery.Validation;

/// <summary>Collects the field errors of one object while it is validated. Costs nothing until the first error.</summary>
/// <remarks>Not for sharing: one validation run on one thread owns it.</remarks>
public sealed class FieldErrorList : IReadOnlyList<FieldError>
{
    private List<FieldError>? _errors;

    public int Count => _errors is null ? 0 : _errors.Count;

    public bool IsEmpty => Count == 0;

    public FieldError this[int index] => _errors is null ? throw new ArgumentOutOfRangeException(nameof(index)) : _errors[index];

    public void Add(FieldError error) => (_errors ??= []).Add(error);

    public void AddRange(FieldErrorList errors)
    {
        if (errors._errors is { } others) (_errors ??= []).AddRange(others);
    }

    /// <summary>
    /// One <see cref="FieldErrorType.Invalid"/> error for each of <paramref name="messages"/>: what the name checks return.
    /// </summary>
    public void AddInvalid(FieldPath path, FieldValue value, ListOf<string> messages)
    {
        foreach (var message in messages) Add(FieldError.Invalid(path, value, message));
    }

    /// <summary>
    /// All messages as one: alone as it stands, several as <c>[a, b]</c>. A message that repeats is said once; no errors give
    /// the empty string.
    /// </summary>
    public string Aggregate()
    {
        if (_errors is not { Count: > 0 } errors) return "";
        var messages = new List<string>(errors.Count);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var error in errors)
        {
            var message = error.ToString();
            if (seen.Add(message)) messages.Add(message);
        }

        return messages.Count == 1 ? messages[0] : $"[{string.Join(", ", messages)}]";
    }

    public override string ToString() => Aggregate();

    public IEnumerator<FieldError> GetEnumerator() => ((IEnumerable<FieldError>?)_errors ?? []).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
