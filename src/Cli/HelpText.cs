using System.Text;
using Kybernet.Cli.Flags;

namespace Kybernet.Cli;

/// <summary>How commands are used.</summary>
internal static class HelpText
{
    public static string Of(string program, IEnumerable<Verb> verbs) =>
        $"{program} controls the Kubernetes cluster manager.\n\nCommands:\n{List(verbs)}\nUsage:\n  {program} [flags] [options]\n";

    public static string Of(Verb verb, string path)
    {
        var text = new StringBuilder(verb.Short).Append("\n\n");
        if (verb.Children.Count > 0) text.Append("Available Commands:\n").Append(List(verb.Children)).Append('\n');
        var own = new FlagSet();
        verb.Flags(own);
        if (own.All.Any())
        {
            text.Append("Options:\n");
            foreach (var flag in own.All.OrderBy(static flag => flag.Name, StringComparer.Ordinal)) text.Append(Line(flag));
            text.Append('\n');
        }

        return text.Append("Usage:\n  ").Append(path).Append(verb.Usage.Length > 0 ? " " + verb.Usage : "").Append(" [options]\n").ToString();
    }

    private static string Line(Flag flag)
    {
        var value = flag.Kind is FlagKind.Text or FlagKind.Duration && flag.Kind == FlagKind.Text ? $"'{flag.Default}'"
            : flag.Kind is FlagKind.List or FlagKind.Array ? "[]" : flag.Default;
        return flag.Shorthand == '\0' ? $"    --{flag.Name}={value}\n" : $"    -{flag.Shorthand}, --{flag.Name}={value}\n";
    }

    private static string List(IEnumerable<Verb> verbs) =>
        string.Concat(verbs.Select(static verb => $"  {verb.Name.PadRight(15)} {verb.Short}\n"));
}
