using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry;

/// <summary>An <see cref="UpdateStrategy{T}"/> for code that does not know the kind's C# type.</summary>
public class UpdateRules
{
    public virtual IObject PrepareForUpdate(IObject value, IObject old, WriteContext context) => value;

    public virtual void ValidateUpdate(IObject value, IObject old, FieldErrorList errors)
    {
    }

    public virtual void WarnOnUpdate(IObject value, IObject old, ICollection<string> warnings)
    {
    }

    public static UpdateRules Of<T>(UpdateStrategy<T> strategy)
        where T : class, IObject<T> => new Typed<T>(strategy);

    private sealed class Typed<T>(UpdateStrategy<T> strategy) : UpdateRules
        where T : class, IObject<T>
    {
        public override IObject PrepareForUpdate(IObject value, IObject old, WriteContext context) =>
            strategy.PrepareForUpdate((T)value, (T)old, context);

        public override void ValidateUpdate(IObject value, IObject old, FieldErrorList errors) =>
            strategy.ValidateUpdate((T)value, (T)old, errors);

        public override void WarnOnUpdate(IObject value, IObject old, ICollection<string> warnings) =>
            strategy.WarnOnUpdate((T)value, (T)old, warnings);
    }
}
