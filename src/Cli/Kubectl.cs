using Kybernet.Cli.Commands.Version;
using Kybernet.Cli.Flags;

namespace Kybernet.Cli;

/// <summary>kubectl's command line: finds the command, reads its flags, runs it, says what went wrong.</summary>
/// <remarks>Exit codes and wording are kubectl's. No failure shows a stack trace.</remarks>
public sealed class Kubectl(VersionInfo version, KubectlOptions options)
{
    private readonly IReadOnlyList<Verb> _verbs = Verbs.All();

    /// <summary>The commands and what they do, for the help of the program they are part of.</summary>
    public IEnumerable<(string Name, string Short)> Commands => _verbs.Select(static verb => (verb.Name, verb.Short));

    /// <summary>The arguments name a command of kubectl, perhaps after flags.</summary>
    public bool Takes(IReadOnlyList<string> arguments) => _verbs.Any(verb => verb.IsCalled(First(arguments)));

    /// <summary>Runs the command the arguments name.</summary>
    /// <returns>The exit code of the process.</returns>
    public async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, TextWriter error, CancellationToken cancel)
    {
        var (verb, path, rest) = Find(arguments);
        try
        {
            if (verb is null) return Lost(arguments, output, error);
            if (verb.Run is null) return Group(verb, path, rest, output, error);
            var set = GlobalFlags.Create();
            verb.Flags(set);
            using var run = new Invocation(options, version, path, FlagParser.Parse(set, rest), output, error);
            return await verb.Run(run, cancel);
        }
        catch (HelpException)
        {
            output.Write(HelpText.Of(verb!, path));
            return 0;
        }
        catch (FlagException e)
        {
            error.Write($"error: {e.Message}\nSee '{path} --help' for usage.\n");
            return 1;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return 130;
        }
        catch (AggregateException several)
        {
            foreach (var one in several.InnerExceptions) error.Write(ErrorText.Of(one, path).Text);
            return 1;
        }
        // The last line: whatever it was, the user reads a sentence.
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            var (text, exitCode) = ErrorText.Of(e, path);
            error.Write(text);
            return exitCode;
        }
        finally
        {
            await output.FlushAsync(CancellationToken.None);
            await error.FlushAsync(CancellationToken.None);
        }
    }

    private (Verb? Verb, string Path, List<string> Left) Find(IReadOnlyList<string> arguments)
    {
        var rest = arguments.ToList();
        var (verbs, path) = (_verbs, options.Program);
        Verb? found = null;
        while (IndexOfFirst(rest) is >= 0 and var at && verbs.FirstOrDefault(verb => verb.IsCalled(rest[at])) is { } verb)
        {
            found = verb;
            path += " " + verb.Name;
            rest.RemoveAt(at);
            verbs = verb.Children;
        }

        return (found, path, rest);
    }

    private int Lost(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        if (First(arguments) is { Length: > 0 } name)
        {
            error.Write($"error: unknown command \"{name}\" for \"{options.Program}\"\n");
            return 1;
        }

        output.Write(HelpText.Of(options.Program, _verbs));
        return 0;
    }

    private static int Group(Verb verb, string path, List<string> rest, TextWriter output, TextWriter error)
    {
        if (First(rest) is { Length: > 0 } name)
        {
            error.Write($"error: unknown command \"{name}\"\nSee '{path} -h' for help and examples\n");
            return 1;
        }

        output.Write(HelpText.Of(verb, path));
        return 0;
    }

    private static string First(IReadOnlyList<string> arguments) => IndexOfFirst(arguments) is >= 0 and var at ? arguments[at] : "";

    /// <summary>The first argument that is neither a flag nor the value of a global one.</summary>
    private static int IndexOfFirst(IReadOnlyList<string> arguments)
    {
        var globals = GlobalFlags.Create();
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            if (argument == "--") return -1;
            if (argument.Length < 2 || argument[0] != '-') return i;
            var flag = argument.StartsWith("--", StringComparison.Ordinal) ? globals.Find(argument[2..])
                : argument.Length == 2 ? globals.Find(argument[1]) : null;
            if (flag is { Bare: null }) i++;
        }

        return -1;
    }
}
