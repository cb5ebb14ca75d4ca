using System.Globalization;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;

namespace Kybernet.Machinery.Tests.Apply;

/// <summary>What holds of server-side apply whatever is applied.</summary>
public class ApplyLawsTests
{
    private const int Rounds = 150;

    [Fact]
    public void Apply_SameConfigTwice_ChangesNothing()
    {
        var random = new Random(3);
        for (var round = 0; round < Rounds; round++)
        {
            var thing = Applied(random, out _);
            var spec = Spec(random);
            Assert.Equal("", thing.Apply("a", spec, force: true));
            var (live, owners) = (thing.Live, thing.Owners);
            Assert.Equal("", thing.Apply("a", spec));
            Assert.Equal((live, owners), (thing.Live, thing.Owners));
        }
    }

    [Fact]
    public void Apply_Forced_GivesTheApplierWhatItStates()
    {
        var random = new Random(5);
        for (var round = 0; round < Rounds; round++)
        {
            var thing = Applied(random, out var log);
            var spec = Spec(random);
            Assert.Equal("", thing.Apply("a", spec, force: true));
            Assert.True(States(thing.Live["spec"], TestTypes.Json(spec)), $"{log}\n{spec}\ngave {thing.Spec}");
        }
    }

    [Fact]
    public void Apply_OneApplierAlone_HoldsItsConfigExactly()
    {
        var random = new Random(9);
        for (var round = 0; round < Rounds; round++)
        {
            var (thing, fresh) = (new ApplySession(), new ApplySession());
            for (var i = 0; i < 3; i++) Assert.Equal("", thing.Apply("a", Spec(random)));
            var spec = Spec(random);
            Assert.Equal("", thing.Apply("a", spec));
            fresh.Apply("a", spec);
            Assert.Equal(Trimmed(fresh.Live["spec"]), Trimmed(thing.Live["spec"]));
        }
    }

    [Fact]
    public void Apply_Conflicts_AreFieldsOfOthersAndForceResolvesThem()
    {
        var random = new Random(13);
        var conflicts = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var thing = Applied(random, out _);
            var spec = Spec(random);
            var result = thing.Try("new", spec);
            if (!result.Failed) continue;
            conflicts++;
            Assert.All(result.Error.Details!.Causes, cause => Assert.Equal("FieldManagerConflict", cause.Type));
            Assert.False(thing.Try("new", spec, force: true).Failed);
        }

        Assert.InRange(conflicts, 10, Rounds);
    }

    private static ApplySession Applied(Random random, out string log)
    {
        var thing = new ApplySession();
        var steps = new List<string>();
        for (var i = random.Next(4); i >= 0; i--)
        {
            var (manager, spec) = (random.Next(2) == 0 ? "a" : "b", Spec(random));
            steps.Add($"{manager} {spec}");
            if (random.Next(3) > 0) thing.Apply(manager, spec, force: true);
            else thing.Update("u", spec);
        }

        log = string.Join('\n', steps);
        return thing;
    }

    private static string Spec(Random random)
    {
        var parts = new List<string>();
        if (random.Next(2) == 0) parts.Add(string.Create(CultureInfo.InvariantCulture, $"\"replicas\":{random.Next(3)}"));
        if (random.Next(2) == 0) parts.Add($"\"text\":\"{(char)('x' + random.Next(2))}\"");
        if (random.Next(2) == 0) parts.Add("\"list\":[" + Some(random, name => $"{{\"name\":\"{name}\",\"value\":\"{random.Next(2)}\"}}") + "]");
        if (random.Next(2) == 0) parts.Add("\"set\":[" + Some(random, name => $"\"{name}\"") + "]");
        if (random.Next(2) == 0) parts.Add("\"map\":{" + Some(random, name => $"\"{name}\":\"{random.Next(2)}\"") + "}");
        if (random.Next(3) == 0) parts.Add("\"atomic\":[" + Some(random, name => $"\"{name}\"") + "]");
        if (random.Next(3) == 0) parts.Add($"\"nested\":{{\"name\":\"n\",\"more\":{{{Some(random, name => $"\"{name}\":\"1\"")}}}}}");
        return "{" + string.Join(',', parts) + "}";
    }

    /// <summary>One to four different names in some order.</summary>
    private static string Some(Random random, Func<char, string> item)
    {
        var names = "abcd".ToCharArray();
        random.Shuffle(names);
        return string.Join(',', names.Take(random.Next(1, 5)).Select(item));
    }

    /// <summary>True when the live value has all that the config states; lists may have more items, in other places.</summary>
    private static bool States(JsonValue live, JsonValue config) => config.Kind switch
    {
        JsonKind.Object => config.Members.AsSpan().ToArray().All(member => States(live[member.Key], member.Value)),
        JsonKind.Array => config.Items.All(item => live.Items.Any(other => States(other, item))),
        _ => live == config,
    };

    /// <summary>Without empty objects and lists: what an applier took away leaves those behind.</summary>
    private static JsonValue Trimmed(JsonValue value)
    {
        if (value.Kind != JsonKind.Object) return value;
        var trimmed = JsonValue.From(default(MapOf<JsonValue>));
        foreach (var (name, member) in value.Members)
        {
            var rest = Trimmed(member);
            var isEmpty = rest.IsNull || (rest.Kind == JsonKind.Object && rest.Members.IsEmpty) || (rest.Kind == JsonKind.Array && rest.Items.IsEmpty);
            if (!isEmpty) trimmed = trimmed.With(name, rest);
        }

        return trimmed;
    }
}
