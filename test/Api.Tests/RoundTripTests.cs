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
            var full = ApiTypes.FromJson<T>(new RandomObject(ApiTypes.Schema, new Random(Seed), 1).Json(type, withKind: true));
            var clone = typeof(T).GetMethod("<Clone>$")!;
            foreach (var property in Settable(typeof(T)))
            {
                var changed = (T)clone.Invoke(full, null)!;
                Assert.Equal(full, changed);
                property.SetValue(changed, Other(property.PropertyType, property.GetValue(full)));
                Assert.False(full.Equals(changed), $"{type}: a change of {property.Name} does not change equality");
            }
        }

        private static IEnumerable<PropertyInfo> Settable(Type type) =>
            type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.SetMethod is not null);

        /// <summary>A value that differs: nothing where something is, and the other way round.</summary>
        private static object? Other(Type type, object? value)
        {
            var zero = type.IsValueType && Nullable.GetUnderlyingType(type) is null ? Activator.CreateInstance(type)
                : type == typeof(string) ? ""
                : null;
            if (value is bool flag && type == typeof(bool)) return !flag;
            if (!Equals(value, zero) && value is not null && !(zero is null && IsEmptyRecord(value))) return zero;
            var underlying = Nullable.GetUnderlyingType(type) ?? type;
            if (underlying == typeof(int)) return 7;
            if (underlying == typeof(long)) return 7L;
            if (underlying == typeof(bool)) return true;
            return underlying == typeof(string) ? "other" : throw new InvalidOperationException($"no other value for {type}");
        }

        private static bool IsEmptyRecord(object value) =>
            value.GetType().GetProperty("Empty", BindingFlags.Public | BindingFlags.Static)?.GetValue(null)?.Equals(value) == true;
    }
}
