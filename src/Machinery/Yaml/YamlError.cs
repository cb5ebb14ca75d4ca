namespace Kybernet.Machinery.Yaml;

/// <summary>Why a YAML source could not be read, or a JSON document not be written as YAML.</summary>
/// <remarks>
/// The wording is that of upstream's reader. Lines are counted from the start of the whole source and are always those
/// an editor shows; upstream counts from the start of the document and reports errors of its grammar one line early.
/// </remarks>
/// <param name="Problem">What is wrong, without the place.</param>
/// <param name="Position">Where it was noticed.</param>
/// <param name="Message">The whole message for a user, starting with <c>yaml: </c>.</param>
public sealed record YamlError(string Problem, YamlPosition Position, string Message)
{
    public static YamlError At(YamlPosition position, string problem) =>
        new(problem, position, $"yaml: line {position.Line}: {problem}");

    /// <summary>Several violations of the same document, as upstream lists them: each line starts with its own place.</summary>
    internal static YamlError Several(IReadOnlyList<YamlError> violations)
    {
        var lines = violations.Select(violation => $"  line {violation.Position.Line}: {violation.Problem}");
        return new(violations[0].Problem, violations[0].Position, $"yaml: unmarshal errors:\n{string.Join('\n', lines)}");
    }

    public override string ToString() => Message;
}
