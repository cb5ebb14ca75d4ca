using System.Globalization;

namespace Kybernet.EndToEnd.Tests.Kubectl;

/// <summary>
/// Commands and what they should print. A line <c>$ command</c> starts a step and is run by <c>sh</c>; <c>[1]</c> is its exit code, zero
/// when not given; <c>[differs: why]</c> marks a step whose answer is known not to be upstream's, and which fails once it is; <c>!text</c>
/// must be in no line; every other line is looked for among the output's, in order, with <c>*</c> for anything. <c>$NS</c> is the test's
/// namespace. After <c>-- name --</c> follows a file.
/// </summary>
internal sealed record Script(IReadOnlyList<ScriptStep> Steps, IReadOnlyDictionary<string, string> Files)
{
    /// <summary>The exit code of a command that did not end.</summary>
    public const int TimedOut = -1;

    public static Script Parse(IEnumerable<string> lines)
    {
        var steps = new List<ScriptStep>();
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        string? file = null;
        foreach (var line in lines)
        {
            if (line.StartsWith("-- ", StringComparison.Ordinal) && line.EndsWith(" --", StringComparison.Ordinal)) files[file = line[3..^3]] = "";
            else if (file is not null) files[file] += line + "\n";
            else if (line.StartsWith("$ ", StringComparison.Ordinal)) steps.Add(new(line[2..], 0, "", []));
            else if (line.Length > 0 && line[0] != '#') steps[^1] = With(steps[^1], line);
        }

        return new(steps, files);
    }

    private static ScriptStep With(ScriptStep step, string line)
    {
        const string Differs = "[differs: ";
        if (line.StartsWith(Differs, StringComparison.Ordinal)) return step with { Differs = line[Differs.Length..^1] };
        if (line[0] == '[' && int.TryParse(line.AsSpan(1, line.Length - 2), CultureInfo.InvariantCulture, out var code))
            return step with { ExitCode = code };
        return step with { Expected = [.. step.Expected, line] };
    }
}
