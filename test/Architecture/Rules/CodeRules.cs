using System.Text.RegularExpressions;
using Kybernet.Architecture.Tests.Sources;

namespace Kybernet.Architecture.Tests.Rules;

/// <summary>What components never write and the compiler's analysers do not see.</summary>
internal static partial class CodeRules
{
    public static IEnumerable<Finding> Check(SourceFile file)
    {
        for (var i = 0; i < file.Code.Count; i++)
            if (Problem(file.Code[i]) is { } problem) yield return new(file.Path, i + 1, problem);
    }

    private static string? Problem(string code)
    {
        if (AsyncVoid().IsMatch(code)) return "async void loses its exceptions: return a Task that somebody awaits";
        if (BlockingResult().IsMatch(code)) return "blocks a thread on a task: await it";
        if (BlockingWait().IsMatch(code)) return "blocks a thread: await the task, or WaitAsync of the semaphore";
        if (MutableStatic(code)) return "static mutable state: a hundred clusters live in one process, pass the state in";
        return null;
    }

    /// <summary>A static field or property that can be assigned again, or whose value is a collection that can be changed.</summary>
    private static bool MutableStatic(string code)
    {
        if (ThreadState().IsMatch(code)) return true;
        if (StaticSetter().IsMatch(code)) return true;
        var field = StaticField().Match(code);
        return field.Success && (!field.Groups["readonly"].Success || MutableCollection().IsMatch(field.Groups["type"].Value));
    }

    [GeneratedRegex(@"\basync\s+void\b")]
    private static partial Regex AsyncVoid();

    [GeneratedRegex(@"\.GetAwaiter\(\)\s*\.GetResult\(")]
    private static partial Regex BlockingResult();

    [GeneratedRegex(@"\.Wait\(\)")]
    private static partial Regex BlockingWait();

    [GeneratedRegex(@"\[(System\.)?ThreadStatic\b|\b(AsyncLocal|ThreadLocal)<")]
    private static partial Regex ThreadState();

    [GeneratedRegex(@"^\s*((public|internal|private|protected)\s+)+static\b[^(=]*\{.*\bset;")]
    private static partial Regex StaticSetter();

    [GeneratedRegex(
        @"^\s*(?:(?:public|internal|private|protected|new|unsafe|volatile|required)\s+)*static\s+"
        + @"(?:(?:volatile|unsafe|new)\s+)*(?<readonly>readonly\s+)?"
        + @"(?!readonly|class|struct|record|partial|extern|abstract|virtual|implicit|explicit|event\b)"
        + @"(?<type>[\w.:]+(?:<[^;=(]*>)?[\[\],?]*|\([^;=]*\)\??)\s+(?!operator\b)\w+\s*(?:;|=(?!>)|$)")]
    private static partial Regex StaticField();

    [GeneratedRegex(
        @"^(?:[\w.:]*\.)?(?:List|Dictionary|HashSet|SortedSet|SortedList|SortedDictionary|Queue|Stack|PriorityQueue|LinkedList"
        + @"|Concurrent\w+|BlockingCollection|ConditionalWeakTable|StringBuilder|MemoryStream)\b")]
    private static partial Regex MutableCollection();
}
