using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry;

/// <summary>A <see cref="Strategy{T}"/> for code that does not know the kind's C# type. As it is: a kind without rules of its own.</summary>
public class KindRules : UpdateRules
{
    public virtual IObject Default(IObject value) => value;

    public virtual IObject PrepareForCreate(IObject value, WriteContext context) => value;

    public virtual void Validate(IObject value, FieldErrorList errors)
    {
    }

    public virtual void WarnOnCreate(IObject value, ICollection<string> warnings)
    {
    }

    public virtual IObject Canonicalize(IObject value) => value;

    public virtual ListOf<string> CheckName(string name, bool prefix) => ObjectNames.IsDnsSubdomain(name, prefix);

    public virtual bool AllowsCreateOnUpdate => false;

    public virtual bool AllowsUnconditionalUpdate => true;

    /// <summary>The <c>status</c> door; null when there is none.</summary>
    public virtual UpdateRules? Status => null;

    public virtual string? SelectableField(IObject value, string field) => null;

    public virtual ListOf<string> SelectableFields => [];

    public virtual long? GracePeriodSeconds(IObject value, DeleteOptions options) => null;

    public virtual string? DeletionProblem(string name) => null;

    /// <summary>Why nothing can be created at the moment; null when it can.</summary>
    public virtual string? CreationProblem => null;

    public virtual bool OrphansDependentsByDefault => false;

    public static KindRules Of<T>(Strategy<T> strategy)
        where T : class, IObject<T> => new Typed<T>(strategy);

    private sealed class Typed<T>(Strategy<T> strategy) : KindRules
        where T : class, IObject<T>
    {
        public override IObject Default(IObject value) => strategy.Default((T)value);

        public override IObject PrepareForCreate(IObject value, WriteContext context) => strategy.PrepareForCreate((T)value, context);

        public override IObject PrepareForUpdate(IObject value, IObject old, WriteContext context) =>
            strategy.PrepareForUpdate((T)value, (T)old, context);

        public override void Validate(IObject value, FieldErrorList errors) => strategy.Validate((T)value, errors);

        public override void ValidateUpdate(IObject value, IObject old, FieldErrorList errors) =>
            strategy.ValidateUpdate((T)value, (T)old, errors);

        public override void WarnOnCreate(IObject value, ICollection<string> warnings) => strategy.WarnOnCreate((T)value, warnings);

        public override void WarnOnUpdate(IObject value, IObject old, ICollection<string> warnings) =>
            strategy.WarnOnUpdate((T)value, (T)old, warnings);

        public override IObject Canonicalize(IObject value) => strategy.Canonicalize((T)value);

        public override ListOf<string> CheckName(string name, bool prefix) => strategy.CheckName(name, prefix);

        public override bool AllowsCreateOnUpdate => strategy.AllowsCreateOnUpdate;

        public override bool AllowsUnconditionalUpdate => strategy.AllowsUnconditionalUpdate;

        public override UpdateRules? Status { get; } = strategy.Status is { } status ? UpdateRules.Of(status) : null;

        public override string? SelectableField(IObject value, string field) => strategy.SelectableField((T)value, field);

        public override ListOf<string> SelectableFields => strategy.SelectableFields;

        public override long? GracePeriodSeconds(IObject value, DeleteOptions options) => strategy.GracePeriodSeconds((T)value, options);

        public override string? DeletionProblem(string name) => strategy.DeletionProblem(name);

        public override bool OrphansDependentsByDefault => strategy.OrphansDependentsByDefault;
    }
}
