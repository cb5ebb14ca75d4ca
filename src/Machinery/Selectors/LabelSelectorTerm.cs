using Kybernet.Machinery.Collections;

namespace Kybernet.Machinery.Selectors;

/// <summary>One of the <c>matchExpressions</c> of the API's label selector.</summary>
/// <param name="Key">The label.</param>
/// <param name="Operator">
/// As the API has it: <c>In</c>, <c>NotIn</c>, <c>Exists</c>, <c>DoesNotExist</c>; anything else is an error to be reported.
/// </param>
/// <param name="Values">The values of <c>In</c> and <c>NotIn</c>.</param>
public readonly record struct LabelSelectorTerm(string Key, string Operator, ListOf<string> Values);
