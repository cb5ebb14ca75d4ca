using System.Reflection;
using Kybernet.Machinery.Codecs;
using Kybernet.Machinery.Schema;

namespace Kybernet.Api.Tests;

public class RoundTripTests
{
    /// <summary>The seed of every random object here; change it to look elsewhere.</summary>
    private const int Seed = 20361;

    [Theory]
    [MemberData(nameof(ApiTypes.Names), MemberType = typeof(ApiTypes))]
    public void RandomObject_JsonProtobufJson_IsTheSame(string type) => ApiTypes.Use(type, new RoundTrip());

    [Theory]
    [MemberData(nameof(ApiTypes.Names), MemberType = typeof(ApiTypes))]
    public void With_AnyPropertyChanged_IsNotEqual(string type) => ApiTypes.Use(type, new WithEachProperty());

    private sealed class RoundTrip : ITypeBody
    {
        public void Run<T>(SchemaType type)
            where T : class, IApiMessage<T>
        {
            for (var i = 0; i < 12; i++)
            {
                var density = (i % 4) switch { 0 => 0.0, 1 => 0.3, 2 => 0.6, _ => 0.95 };
                var json = new RandomObject(ApiTypes.Schema, new Random(Seed + i), density).Json(type, withKind: true);
                var value = ApiTypes.FromJson<T>(json);
                Assert.Equal(json, ApiTypes.ToJson(value, withKind: true));
                var back = ApiTypes.ThroughProtobuf(value);
                Assert.Equal(json, ApiTypes.ToJson(back, withKind: true));
                Assert.Equal(value, back);
                Assert.Equal(value.GetHashCode(), back.GetHashCode());
            }
        }
    }

    private sealed class WithEachProperty : ITypeBody
    {
        public void Run<T>(SchemaType type)
            where T : class, IApiMessage<T>
        {
            var full = ApiTypes.FromJson<T>(new RandomObject(ApiTypes.Schema, new Random(Seed), 0.3, full: true).Json(type, withKind: true));
            var clone = typeof(T).GetMethod("<Clone>$")!;
            foreach (var property in Settable(typeof(T)))
            {
                var changed = (T)clone.Invoke(full, null)!;
                Assert.Equal(full, changed);
                property.SetValue(changed, Other<T>(type, property, property.GetValue(full)));
                Assert.False(full.Equals(changed), $"{type}: a change of {property.Name} does not change equality");
            }
        }

        private static IEnumerable<PropertyInfo> Settable(Type type) =>
            type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.SetMethod is not null);

        /// <summary>A value that differs: nothing where something may be absent, else that of another random object.</summary>
        private static object? Other<T>(SchemaType type, PropertyInfo property, object? value)
            where T : class, IApiMessage<T>
        {
            if (value is not null && new NullabilityInfoContext().Create(property).ReadState == NullabilityState.Nullable) return null;
            if (property.PropertyType.IsValueType && Activator.CreateInstance(property.PropertyType) is { } zero && !zero.Equals(value)) return zero;
            for (var seed = Seed + 1; seed < Seed + 100; seed++)
            {
                var other = ApiTypes.FromJson<T>(new RandomObject(ApiTypes.Schema, new Random(seed), 0.5, full: true).Json(type, withKind: true));
                if (property.GetValue(other) is { } found && !found.Equals(value)) return found;
            }

            throw new InvalidOperationException($"no other value for {type}.{property.Name}");
        }
    }
}
